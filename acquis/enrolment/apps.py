from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "acquis.enrolment"
    label = "enrolment"
