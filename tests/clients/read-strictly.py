"""Reads a calendar with python3-icalendar and prints its events as JSON; whatever it only tolerates is an error here."""
import datetime
import json
import sys

import icalendar

text = sys.stdin.buffer.read()
calendar = icalendar.Calendar.from_ical(text)
errors = [str(error) for part in calendar.walk() for error in part.errors]
for name in ("PRODID", "VERSION"):
    if name not in calendar:
        errors.append("no " + name)
events = []
for event in calendar.walk("VEVENT"):
    start, end = event["DTSTART"], event["DTEND"]
    for moment in (start, end):
        if type(moment.dt) is not datetime.date or moment.params.get("VALUE") != "DATE":
            errors.append("not a date: " + repr(moment))
    if event["DTSTAMP"].dt.tzinfo is None:
        errors.append("DTSTAMP is not UTC")
    events.append([str(event["UID"]), str(event["SUMMARY"]), start.dt.isoformat(), end.dt.isoformat()])
json.dump({"errors": errors, "events": events}, sys.stdout)
