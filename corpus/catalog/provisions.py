"""Provisions by their address: 第6条第4号ニ(2) of a law, in whatever document that law stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from corpus.catalog.codec import clause_of
from corpus.catalog.models import LawMap, PlacedProvision, PlacedSection
from corpus.catalog.reading import Reading
from corpus.catalog.tables import clauses
from corpus.errors import NotHeld
from corpus.models import Clause, ClauseKind, DocumentKind

# In the heading of a section that explains an Article: 3-4-4（法第25条関係）, Ａ　収集制限（番号法第20条）.
_NAMES_ARTICLE = ("関係", "条）", "項）")


class Provisions(Reading):
    """The part of ``Catalog`` that looks provisions up."""

    def provisions(self, address: str, laws: Collection[str], audiences: frozenset[str]) -> list[Clause]:
        """The clauses at ``address`` (a6.i4.ni.2), of the laws named or of any law when none is.

        Where a container and its first words carry the same address, only the container is given.
        """
        with self._now() as (connection, snapshot):
            columns = clauses.c
            query = sa.select(columns.row).where(columns.address == address).order_by(columns.row)
            if laws:
                query = query.where(columns.law.in_(sorted(laws)))
            rows = [row for row in connection.execute(query).scalars() if snapshot.of_row(row, audiences)]
            found = list(self._shelf.get(connection, rows).values())
        ids = {clause.id for clause in found}
        return [clause for clause in found if clause.parent_id not in ids]

    def law_map(self, audiences: frozenset[str]) -> LawMap:
        """Where the provisions of the laws held stand, and the sections of guidelines that may explain them.

        A section is there for each provision that it quotes, and once for a heading that says what it is about.
        Reads every row of guidelines: to be kept for a generation.
        """
        with self._now() as (connection, snapshot):
            kinds = {held.revision_id: held.document.kind for held in snapshot.readable(audiences)}
            laws = [number for number, kind in kinds.items() if kind is DocumentKind.STATUTE]
            guides = [number for number, kind in kinds.items() if kind is DocumentKind.GUIDELINE]
            columns, above = clauses.c, clauses.alias()
            provisions = connection.execute(
                sa.select(columns.row, columns.law, columns.address).where(
                    columns.revision_id.in_(laws),
                    columns.leaf,
                    columns.law.is_not(None),
                    columns.address.is_not(None),
                )
            ).all()
            headed = connection.execute(
                sa.select(columns.row, columns.last_row, columns.body).where(
                    columns.revision_id.in_(guides),
                    columns.leaf.is_(False),
                    columns.address.is_(None),
                    sa.or_(*(columns.body.contains(part, autoescape=True) for part in _NAMES_ARTICLE)),
                )
            ).all()
            quoting = connection.execute(
                sa.select(above.c.row, above.c.last_row, columns.law, columns.address)
                .join_from(clauses, above, above.c.row == columns.parent_row)
                .where(columns.revision_id.in_(guides), columns.kind == ClauseKind.ARTICLE.value)
                .where(columns.law.is_not(None), columns.address.is_not(None))
            ).all()
        return LawMap(
            provisions=tuple(PlacedProvision(row, law, address) for row, law, address in provisions),
            sections=(
                *(PlacedSection(row, last, heading=clause_of(body)) for row, last, body in headed),
                *(PlacedSection(row, last, law=law, address=address) for row, last, law, address in quoting),
            ),
        )

    def clause_on(self, clause_id: str, day: dt.date, audiences: frozenset[str]) -> Clause:
        """A clause as it stood on a day: of the states of its law that are held, that of the latest day by then.

        A clause of an earlier state is ``superseded``. Raises NotHeld, also where no state of then is held.
        """
        states = self.revisions(clause_id.partition(".")[0], audiences)
        kept = [one for one in states if one.status != "retired" and one.document.date is not None]
        begun = [one for one in kept if one.document.date is not None and one.document.date <= day]
        if not begun:
            days = "、".join(sorted(str(one.document.date) for one in kept))
            raise NotHeld(
                f"No state of {day} is held of 「{clause_id}」; those held begin on {days or 'no known day'}."
            )
        state = max(begun, key=lambda one: one.document.date or dt.date.min)
        return self.clause(clause_id, audiences, revision=state.id)
