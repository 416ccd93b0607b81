import pytest

from acquis.jury.models import SittingState
from acquis.jury.tests import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _jury_day():
    scenes.on_the_jury_day()


def test_smoke():
    a = scenes.make_candidate()
    b = scenes.make_candidate(proposals={"A.1.1": "not_validated"})
    sitting, act = scenes.make_sealed(a, b)
    assert sitting.state == SittingState.SEALED
    print(act.number, act.sha256, len(str(act.content)))
    open("/tmp/m.pdf", "wb").write(act.minutes.bytes.read())
    import json

    print(json.dumps(act.content, indent=1, ensure_ascii=False)[:6000])
