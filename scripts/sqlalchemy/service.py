"""The Python storage service's own functions, by models as it declares them: one JSON call on each line of
standard input, one JSON answer on each line of standard output.

    {"url": "sqlite:////library.db", "call": "create_generation", "input": {...}}
"""
import json
import sys
from datetime import datetime

from models import Base, Generation, Prompt, plain
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker


def init_db(session, _):
    Base.metadata.create_all(session.get_bind())


def track(session, text, now):
    prompt = session.query(Prompt).filter_by(text=text).first()
    if prompt is None:
        session.add(Prompt(text=text, used_count=1, first_used_at=now, last_used_at=now))
    else:
        prompt.used_count, prompt.last_used_at = prompt.used_count + 1, now


def create_generation(session, values):
    now = datetime.utcnow()
    metadata = values.pop("metadata", None)
    job = Generation(status="pending", created_at=now, **values)
    if metadata is not None:
        job.generation_metadata = json.dumps(metadata)
    session.add(job)
    track(session, job.prompt, now)


def metadata_of(job):
    try:
        value = json.loads(job.generation_metadata or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def complete_generation(session, values):
    job = session.get(Generation, values["id"])
    if job is None:
        return
    job.status, job.completed_at = "completed", datetime.utcnow()
    job.generation_time_seconds = values["generation_time"]
    job.file_size_bytes = values["file_size_bytes"]
    job.error_message = None
    if values.get("metadata"):
        job.generation_metadata = json.dumps({**metadata_of(job), **values["metadata"]})


def update_generation_status(session, values):
    job = session.get(Generation, values["id"])
    if job is None:
        return
    job.status = values["status"]
    if values["status"] == "failed" and values.get("error_message"):
        job.error_message, job.completed_at = values["error_message"], datetime.utcnow()


def delete_generation(session, values):
    job = session.get(Generation, values["id"])
    if job is not None:
        session.delete(job)


def track_prompt_usage(session, values):
    track(session, values["text"], datetime.utcnow())


def read(session, _):
    return {
        "generations": [plain(row) for row in session.query(Generation).order_by(Generation.id)],
        "prompts": [plain(row) for row in session.query(Prompt).order_by(Prompt.id)],
    }


calls = {call.__name__: call for call in (
    init_db, create_generation, complete_generation, update_generation_status, delete_generation,
    track_prompt_usage, read)}


def main():
    engines = {}
    for line in sys.stdin:
        asked = json.loads(line)
        url = asked["url"]
        engine = engines.get(url) or engines.setdefault(url, create_engine(url))
        session = sessionmaker(bind=engine)()
        try:
            answer = calls[asked["call"]](session, asked.get("input", {}))
            session.commit()
        finally:
            session.close()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
