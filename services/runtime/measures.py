"""What does a service count about itself? Prometheus measures, one registry per service."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Measures:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter("commands", "Commands answered", ["wish", "outcome"], registry=self.registry)
        self.published = Counter("events_published", "Events acknowledged by a stream", registry=self.registry)
        self.applied = Counter("events_applied", "Events applied", registry=self.registry)
        self.repeats = Counter("events_repeated", "Events delivered again and passed over", registry=self.registry)
        self.batch = Histogram("batch_seconds", "Seconds per batch of events", registry=self.registry)
        self.jobs = Counter("job_items", "Items handled by the clock's jobs", ["job"], registry=self.registry)
        self.oldest_due = Gauge(
            "oldest_due_seconds", "How late the oldest that is due and not done is", ["what"], registry=self.registry
        )
        self.queue = Gauge("events_unpublished", "Events waiting to be published", registry=self.registry)
        self.held = Gauge("events_held", "Events waiting for their turn", registry=self.registry)
        self.stuck = Gauge("aggregates_stuck", "Aggregates whose next event failed", registry=self.registry)
        self.parked = Gauge("aggregates_parked", "Aggregates waiting for an operator", registry=self.registry)
