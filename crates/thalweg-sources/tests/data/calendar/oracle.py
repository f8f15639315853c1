"""Days that recurrence rules call, by python-dateutil: python3 oracle.py > rules.txt"""
import datetime, dateutil, sys
from dateutil.rrule import rrulestr

RULES = """FREQ=DAILY
FREQ=DAILY;INTERVAL=3;COUNT=20
FREQ=WEEKLY
FREQ=WEEKLY;BYDAY=MO,WE,FR
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO
FREQ=MONTHLY
FREQ=MONTHLY;BYDAY=1TU
FREQ=MONTHLY;BYDAY=-1TH
FREQ=MONTHLY;BYDAY=-1FR;COUNT=5
FREQ=MONTHLY;BYMONTHDAY=31
FREQ=MONTHLY;BYMONTHDAY=-1
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2
FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE
FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
FREQ=YEARLY
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29
FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO
FREQ=YEARLY;BYDAY=20MO
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
FREQ=YEARLY;BYYEARDAY=1,100,200,-1
FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU
FREQ=MONTHLY;UNTIL=20250601
FREQ=WEEKLY;UNTIL=20241224T235959Z
FREQ=DAILY;BYMONTH=12;BYDAY=MO""".split("\n")
STARTS = ["2024-01-31", "2024-10-01", "2024-02-29"]
LAST = datetime.datetime(2027, 12, 31, 12)

print(f"# python {sys.version.split()[0]}, dateutil {dateutil.__version__}: python3 oracle.py > rules.txt")
print("# rule | start | days until 2027-12-31 (how many, the first three, the last)")
for rule in RULES:
    for start in STARTS:
        begin = datetime.datetime.fromisoformat(start + "T12:00:00")
        days = [d.date() for d in rrulestr(rule.replace("T235959Z", ""), dtstart=begin) .between(begin - datetime.timedelta(1), LAST, inc=True)]
        if "UNTIL=" in rule:
            end = datetime.datetime.strptime(rule.split("UNTIL=")[1][:8], "%Y%m%d").date()
            days = [d.date() for d in rrulestr(";".join(p for p in rule.split(";") if not p.startswith("UNTIL")), dtstart=begin).between(begin - datetime.timedelta(1), LAST, inc=True) if d.date() <= end]
        print(rule, start, len(days), " ".join(map(str, days[:3] + days[-1:])), sep=" | ")
