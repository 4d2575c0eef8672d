"""Whether anything refers to a row: asked before it is taken off a list."""

from sqlalchemy import exists, inspect, or_, select

from app.foundation.db import Base, db


def is_referred_to(row: Base) -> bool:
    """Whether a row of any table points at this one by a foreign key. One statement; the keys keep guard over the moment after it."""
    mapper = inspect(type(row))
    (own,) = mapper.primary_key
    (number,) = inspect(row).identity or (None,)
    pointing = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column is own for key in column.foreign_keys)
    ]
    return bool(db.session.scalar(select(or_(*(exists().where(column == number) for column in pointing)))))
