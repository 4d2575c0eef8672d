"""The tables of open data, in the order in which they are given out."""

from app.opendata.shape import Table
from app.opendata.tables import answers, checking, discussion, ideas, news, participation, project, rounds, works

TABLES: tuple[Table, ...] = (
    *project.TABLES,
    *news.TABLES,
    *ideas.TABLES,
    *discussion.TABLES,
    *participation.TABLES,
    *rounds.TABLES,
    *answers.TABLES,
    *works.TABLES,
    *checking.TABLES,
)
