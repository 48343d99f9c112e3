"""Reads and writes a library through SQLAlchemy, with models as the Python service declares them.

    python3 models.py read URL     prints every row as one JSON object per line
    python3 models.py write URL    adds one generation and one prompt, completes the oldest pending job
"""
import json
import sys
from datetime import datetime

from sqlalchemy import Column, DateTime, Float, Index, Integer, String, Text, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

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
            value = json.loads(value)
        if isinstance(column.type, DateTime) and value is not None:
            assert isinstance(value, datetime), (column.name, value)
            value = value.isoformat()
        values[column.name] = value
    return values


def main(command, url):
    session = sessionmaker(bind=create_engine(url))()
    # What it would create anew if it were missing: nothing is.
    Base.metadata.create_all(session.get_bind())
    if command == "write":
        now = datetime.utcnow()
        session.add(Generation(id="gen_python", prompt="from Python", model_name="m",
                               duration_seconds=8.0, sample_rate=32000, channels=2,
                               file_path="x.wav", status="pending", created_at=now))
        session.add(Prompt(text="from Python", used_count=1, first_used_at=now, last_used_at=now))
        job = session.query(Generation).filter_by(status="pending").order_by(Generation.created_at).first()
        job.status, job.completed_at, job.generation_time_seconds = "completed", now, 1.5
        job.generation_metadata = json.dumps({"rms_energy": float("nan"), "bpm": 120})
        session.commit()
    for row in session.query(Generation).order_by(Generation.id).all():
        print(json.dumps({"generation": plain(row)}))
    for row in session.query(Prompt).order_by(Prompt.id).all():
        print(json.dumps({"prompt": plain(row)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
