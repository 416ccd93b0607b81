def posted(request):
    """What a form is bound to: an empty POST is still a POST, and is told what it lacks."""
    return request.POST if request.method == "POST" else None
