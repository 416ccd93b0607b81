from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "acquis.evaluation"
    label = "evaluation"
