"""The small English campaign, of an invented county."""

from app.demo.story import Asked, Offered, Said, Story, Talk, Told, Vote

TIMES, STOPS = "Times and routes", "Stops and tickets"
PLANNER = "Bus journey planner"

BUSES = Story(
    slug="better-buses",
    language="en",
    zone="Europe/London",
    region="Millbrook",
    title="Better buses for Millbrook",
    question="What would make you take the bus once more each week?",
    purpose="The county renews its bus contracts next year. Tell us what keeps you off the bus; the best ideas go into the contracts.",
    organiser="Millbrook Transport Panel (invented)",
    tracks=(TIMES, STOPS),
    length=14,
    today=20,
    winners=4,
    vote=Vote(
        opens=17,
        closes=27,
        most=2,
        winners=2,
        people=9,
        again=1,
        liked=(
            ("Show where the bus really is", 5),
            ("A light at every stop", 5),
            ("One ticket for an hour, whatever the bus", 4),
            ("A later last bus on Fridays", 3),
        ),
    ),
    services=(
        Offered(
            PLANNER, "Millbrook Transport Panel (invented)", "Plans a journey and shows the next buses.", "Millbrook"
        ),
    ),
    talks=(
        Talk(
            "What made you give up on the bus the last time?",
            "A missed connection, a dark stop, a ticket machine: tell us about the one thing.",
            PLANNER,
            (
                Asked(
                    "How well does the journey planner work for you?",
                    "scale",
                    ("not at all", "very well"),
                    (3, 4, 6, 4, 1),
                ),
            ),
            (
                Said(
                    1,
                    "The planner said 17:40, the bus came at 18:05. Twice that week.",
                    0.9,
                    useful=7,
                    answers=(Said(2, "Same on the 14. It shows the timetable, not the bus.", 1.1, useful=5),),
                ),
                Said(3, "No light at the Mill Lane stop. I will not wait there after five.", 2.5, useful=6),
            ),
        ),
    ),
    ideas=(
        Told(
            "Show where the bus really is",
            "The planner shows the timetable, so a late bus looks like a bus that never came.",
            "Show live positions at stops and in the planner, and say when a bus is cancelled.",
            "People wait at home, not in the rain.",
            TIMES,
            "Millbrook",
            author=1,
            supports=9,
            day=0.8,
            service=PLANNER,
            said=(Said(4, "And by text message for those of us without apps, please.", 1.6, useful=3),),
        ),
        Told(
            "A light at every stop",
            "Stops outside the town are dark from four in winter.",
            "Put a solar lamp with a timer at each stop, starting with school routes.",
            track=STOPS,
            place="Ashford Green",
            author=3,
            supports=7,
            day=1.4,
        ),
        Told(
            "One ticket for an hour, whatever the bus",
            "Changing buses means paying twice.",
            "Make a ticket good for an hour on any bus.",
            track=STOPS,
            place="Millbrook",
            author=2,
            supports=5,
            day=2.9,
        ),
        Told(
            "A later last bus on Fridays",
            "The last bus leaves before the cinema ends.",
            "Run one more bus at 23:15 on Fridays for a trial of six months.",
            track=TIMES,
            place="Oakley",
            author=0,
            supports=2,
            day=4.2,
        ),
        Told(
            "Big print timetables",
            "I can’t read the small ones behind the scratched glass.",
            "Print the next six departures large, at eye level.",
            track=STOPS,
            place="Oakley",
            supports=1,
            day=5.0,
            channel="meeting",
            byline="Joan P., Oakley",
        ),
    ),
    rules="One idea at a time, please.\n\nNo names, phone numbers or addresses of anybody.",
)
