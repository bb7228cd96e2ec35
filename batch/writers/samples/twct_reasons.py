"""What sample communications (TWCT001) say of each risk: the workers or the department, the reason, the period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from xml.sax.saxutils import escape

from batch.model.calendar import is_working_day, working_days_after
from batch.writers.samples.people import DUTCH, FRENCH, Firm, People, address, block, zones

_BLUE_COLLAR = (("124", None), ("111", None), ("121", None), ("140.03", None), ("302", "000"), ("317", "010"))
_WHITE_COLLAR = (("200", None), ("209", None), ("220", None), ("126", "050"), ("302", "050"))
_CAUSES = {DUTCH: ("Gebrek aan werk", "Minder orders"), FRENCH: ("Manque de travail", "Moins de commandes")}
_WEATHER = {DUTCH: ("Regen", "Vorst", "Storm"), FRENCH: ("Pluie", "Gel", "Tempête")}
_WORK = {DUTCH: ("Dakwerken: te glad",), FRENCH: ("Toiture & façade : surface glissante",)}
_ACCIDENTS = {DUTCH: ("Breuk van de hoofdas",), FRENCH: ("Chauffe bloquée < 40 °C au séchoir",)}
_MAJOR_FORCE = {DUTCH: ("Brand in het atelier",), FRENCH: ("Inondation du dépôt & des bureaux",)}
_ACTIONS = {
    DUTCH: ("Staking bij een toeleverancier", "Er komen geen onderdelen meer binnen"),
    FRENCH: ("Grève chez un fournisseur", "Plus aucune pièce n'est livrée"),
}
_DEPARTMENTS = {DUTCH: ("Afdeling lassen", "Magazijn"), FRENCH: ("Soudure & montage", "Entrepôt")}
_T3, _T4, _T5 = "\t" * 3, "\t" * 4, "\t" * 5


class Reasons:
    """Writes what follows the agency in the employer's block, for one risk after the other."""

    def __init__(self, lots: People, today: date, most: int | None = None) -> None:
        """``most``: how many workers a form may name; None for few."""
        self._lots = lots
        self._today = today
        self._most = most
        self._full = False
        self._first_days = self._days_to_tell(1)
        self._economic_first_days = self._days_to_tell(5)
        self._of: dict[str, Callable[[Firm], str]] = {
            "001": self._economic, "002": self._weather, "003": self._accident,
            "004": self._major_force, "005": self._first_day, "006": self._social_action,
        }  # fmt: skip

    def of(self, risk: str, firm: Firm) -> str:
        """Workers or department, and the reason block, of a communication of that risk."""
        return self._of[risk](firm)

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(self._lots.number(earliest, latest))

    def _days_to_tell(self, early: int) -> tuple[date, ...]:
        """The working days that may be told today as a first day: so many working days early, or one late."""
        near = (self._today + timedelta(days) for days in range(-7, 8))
        return tuple(
            day
            for day in near
            if is_working_day(day) and working_days_after(day, -early) <= self._today <= working_days_after(day, 1)
        )

    def _workers(self, last_days: tuple[date, ...] = ()) -> str:
        return "".join([self._worker(nth, last_days) for nth in range(1, self._count() + 1)])

    def _count(self) -> int:
        """How many workers a form names: mostly few; with a most, that many in every other form, else up to that."""
        if self._most is None:
            return 30 if self._lots.one_in(40) else self._lots.one_of((1, 1, 1, 2, 2, 3, 4, 5, 6))
        self._full = not self._full
        return self._most if self._full else self._lots.number(1, self._most)

    def _worker(self, nth: int, last_days: tuple[date, ...]) -> str:
        reference = own_end = ""
        if self._lots.one_in(8):
            reference = f"\t\t\t\t<NaturalPersonUserReference>P-{nth:04d}</NaturalPersonUserReference>\n"
        if last_days and self._lots.one_in(10):
            end = zones(_T5, IndividualUnempEndingDate=self._lots.one_of(last_days))
            own_end = block(_T4, "IndividualUnempPeriod", end)
        return (
            f"\t\t\t<NaturalPerson>\n\t\t\t\t<NaturalPersonSequenceNbr>{nth}</NaturalPersonSequenceNbr>\n"
            f"\t\t\t\t<INSS>{self._lots.worker()}</INSS>\n{reference}{own_end}\t\t\t</NaturalPerson>\n"
        )

    def _department(self, firm: Firm) -> str:
        name = self._lots.text(_DEPARTMENTS, firm)
        return block(_T3, "DepartmentIdentification", zones(_T4, DepartmentName=name))

    def _site(self, firm: Firm) -> str:
        site = self._lots.firm() if self._lots.one_in(2) else firm
        return block(_T4, "SiteAddress", address(site, _T5) + zones(_T5, Country="150"))

    def _economic(self, firm: Firm) -> str:
        white = self._lots.one_in(4)
        committee, level = self._lots.one_of(_WHITE_COLLAR if white else _BLUE_COLLAR)
        regime = self._lots.one_of((1, 3) if white else (1, 1, 2, 3))
        start = _working_day(self._day(8, 20))
        end = start + timedelta(self._lots.one_of((4, 11, 18, 25) if regime == 1 else (25, 53, 88)))
        if white:
            end = min(end, date(start.year, 12, 31))
        middle = start + (end - start) / 2
        who = self._department(firm) if self._lots.one_in(5) else self._workers((start, middle))
        return who + block(_T3, "TempUnempEconomical", zones(
            _T4, RegimeTempUnemp=regime, JointCommissionNbr=committee, JointCommissionLevel=level,
            ReasonTempUnemp=self._lots.text(_CAUSES, firm), DeclarationOnHonour="001",
        ) + _period(start, end))  # fmt: skip

    def _weather(self, firm: Firm) -> str:
        site = self._site(firm) if self._lots.one_in(2) else ""
        why = zones(_T4, BadWeather=self._lots.text(_WEATHER, firm), WorkAndReason=self._lots.text(_WORK, firm))
        start = self._lots.one_of(self._first_days)
        return self._workers() + block(_T3, "TempUnempBadWeather", why + _period(start) + site)

    def _accident(self, firm: Firm) -> str:
        accident = self._day(-1, 0)
        start = _working_day(accident + timedelta(7))
        why = zones(_T4, DateTechnicalAccident=accident, TechnicalAccident=self._lots.text(_ACCIDENTS, firm))
        end = start + timedelta(self._lots.number(2, 25))
        return block(_T3, "TempUnempTechnicalAccident", why + _period(start, end))

    def _major_force(self, firm: Firm) -> str:
        start = self._day(-4, 0)
        why = zones(_T4, MajorForceReason=self._lots.text(_MAJOR_FORCE, firm))
        end = start + timedelta(self._lots.number(2, 40))
        return self._workers() + block(_T3, "TempUnempMajorForce", why + _period(start, end))

    def _first_day(self, firm: Firm) -> str:
        if self._lots.one_in(8):
            start = self._lots.one_of(self._first_days)
            why = zones(_T4, EffectiveUnemploymentReason=61) + _period(start)
            return self._workers() + block(_T3, "EffectiveUnemployment", why)
        start = self._lots.one_of(self._economic_first_days)
        committee, level = self._lots.one_of(_WHITE_COLLAR if self._lots.one_in(5) else _BLUE_COLLAR)
        why = zones(
            _T4, EffectiveUnemploymentReason=60, JointCommissionNbr=committee, JointCommissionLevel=level
        ) + _period(start)  # fmt: skip
        site = self._site(firm) if self._lots.one_in(3) else ""
        return self._workers() + block(_T3, "EffectiveUnemployment", why + site)

    def _social_action(self, firm: Firm) -> str:
        committee, level = self._lots.one_of(_BLUE_COLLAR)
        cause, details = map(escape, _ACTIONS[firm.town.language])
        why = zones(_T5, CommentOfDeclaration=cause, SocialActionDetails=details)
        start = self._day(-10, 0)
        end = start + timedelta(self._lots.number(1, 20)) if self._lots.one_in(2) else None
        return self._workers() + self._department(firm) + block(_T3, "TempUnempSocialAction", (
            zones(_T4, JointCommissionNbr=committee, JointCommissionLevel=level)
            + block(_T4, "SocialActionUnemployment", why) + _period(start, end)))  # fmt: skip


def _period(start: date, end: date | None = None) -> str:
    last = f"\t\t\t\t\t<TempUnemploymentEndingDate>{end}</TempUnemploymentEndingDate>\n" if end else ""
    return (
        "\t\t\t\t<TempUnemploymentPeriod>\n"
        f"\t\t\t\t\t<TempUnemploymentStartingDate>{start}</TempUnemploymentStartingDate>\n"
        f"{last}\t\t\t\t</TempUnemploymentPeriod>\n"
    )


def _working_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta((0, 0, 0, 0, 0, 2, 1)[day.weekday()])
