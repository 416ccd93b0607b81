from datetime import datetime
from typing import ClassVar

from django.core.files.uploadhandler import FileUploadHandler

from acquis.base import clock


class ArrivesLate(FileUploadHandler):
    """A slow line: the last byte of an upload arrives at `arrival`."""

    arrival: ClassVar[datetime]

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        clock.travel_to(self.arrival, freeze=True)
