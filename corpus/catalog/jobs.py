"""Ingestions that run behind the API, kept so that a restart knows what became of them."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.catalog.models import JobRow
from corpus.catalog.opening import guarded, writing
from corpus.catalog.tables import jobs

KEPT = 1_000  # jobs; the oldest is forgotten first


class KeptJobs:
    """The part of ``Catalog`` that keeps jobs."""

    _engine: sa.Engine

    def keep_job(self, job: JobRow) -> None:
        """Keep a job as it stands, in place of how it stood. Raises StoreError."""
        values = {"audience": job.audience, "ended": job.ended, "owner": job.owner, "body": job.body}
        with guarded(), writing(self._engine).begin() as connection:
            own = jobs.c.id == job.id
            if connection.execute(sa.update(jobs).where(own).values(**values)).rowcount:
                return
            last = connection.execute(sa.select(sa.func.max(jobs.c.number))).scalar_one() or 0
            connection.execute(sa.insert(jobs).values(id=job.id, number=last + 1, **values))
            old = (jobs.c.number <= last + 1 - KEPT) & jobs.c.ended
            connection.execute(sa.delete(jobs).where(old))

    def job(self, job_id: str, audiences: frozenset[str]) -> JobRow | None:
        """A job whose audience is among these; None if there is none."""
        own = (jobs.c.id == job_id) & jobs.c.audience.in_(sorted(audiences))
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(_JOB.where(own)).mappings().one_or_none()
        return None if found is None else JobRow.model_validate(dict(found))

    def jobs(self, audiences: frozenset[str], *, limit: int, offset: int = 0) -> tuple[int, list[JobRow]]:
        """How many jobs these audiences may know of, and one page of them, newest first."""
        own = jobs.c.audience.in_(sorted(audiences))
        page = _JOB.where(own).order_by(jobs.c.number.desc()).limit(limit).offset(offset)
        with guarded(), self._engine.connect() as connection:
            total = connection.execute(sa.select(sa.func.count()).select_from(jobs).where(own)).scalar_one()
            found = [JobRow.model_validate(dict(row)) for row in connection.execute(page).mappings()]
        return total, found

    def open_jobs(self) -> list[JobRow]:
        """The jobs of all audiences that have not ended: for the server that begins, not for readers."""
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(_JOB.where(sa.not_(jobs.c.ended)).order_by(jobs.c.number))
            return [JobRow.model_validate(dict(row)) for row in found.mappings()]


_JOB = sa.select(jobs.c.id, jobs.c.audience, jobs.c.ended, jobs.c.owner, jobs.c.body)
