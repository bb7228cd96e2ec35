"""Every official anomaly of LOIC001 that a rule says is shown alone by a row of a table."""

from pathlib import Path

from anomaly_examples import BESIDE_ANOTHER, table
from declarations import told

from batch import switchboard
from batch.lawbook import open_law


def test_every_official_anomaly_of_a_rule_is_shown_alone() -> None:
    official = {one.error_id for one in open_law().release("LOIC001", "20264").anomalies.values() if not one.ours}
    ruled = {(rule.name, rule.error_id) for rule in switchboard.LOIC.rules}
    here = Path(__file__).parent
    paths = [*sorted(here.parent.glob("test_*.py")), *sorted(here.glob("test_*.py"))]
    rows = [row for path in paths if path.name != Path(__file__).name for row in table(path)]
    alone = {said[0][0] for row in rows if len(said := told(row.says)) == 1 and (row.rule, said[0][0]) in ruled}
    assert official & {error_id for _, error_id in ruled} - alone == BESIDE_ANOTHER.keys()
