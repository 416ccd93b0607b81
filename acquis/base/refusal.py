class Refusal(Exception):
    """The domain says no. Carries one sentence for the person, which says what to do next."""

    def __init__(self, sentence, *, details=()):
        super().__init__(sentence)
        self.sentence = sentence
        self.details = tuple(details)

    def __str__(self):
        return str(self.sentence)
