"""The tables of a library as the Python service declares them to SQLAlchemy."""
import json
from datetime import datetime

from sqlalchemy import Column, DateTime, Float, Index, Integer, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Generation(Base):
    __tablename__ = "generations"
    id = Column(String, primary_key=True)
    prompt = Column(Text, nullable=False)
    model_name = Column(String, nullable=False)
    model_version = Column(String)
    duration_seconds = Column(Float, nullable=False)
    sample_rate = Column(Integer, nullable=False)
    channels = Column(Integer, nullable=False)
    file_path = Column(String, nullable=False)
    file_size_bytes = Column(Integer)
    status = Column(String, nullable=False)
    created_at = Column(DateTime, nullable=False)
    completed_at = Column(DateTime)
    generation_time_seconds = Column(Float)
    error_message = Column(Text)
    generation_metadata = Column("metadata", Text)

    __table_args__ = tuple(
        Index(f"idx_generations_{column}", column)
        for column in ("status", "created_at", "model_name", "completed_at")
    )


class Prompt(Base):
    __tablename__ = "prompts"
    id = Column(Integer, primary_key=True, autoincrement=True)
    text = Column(Text, nullable=False, unique=True)
    used_count = Column(Integer, nullable=False)
    first_used_at = Column(DateTime, nullable=False)
    last_used_at = Column(DateTime, nullable=False)

    __table_args__ = (Index("idx_prompts_text", "text"),)


def plain(row):
    values = {}
    for column in row.__table__.columns:
        value = getattr(row, "generation_metadata" if column.name == "metadata" else column.name)
        if column.name == "metadata" and value:
            # As text, but it must be JSON to Python, too.
            json.loads(value)
        if isinstance(column.type, DateTime) and value is not None:
            assert isinstance(value, datetime), (column.name, value)
            value = value.isoformat()
        values[column.name] = value
    return values
