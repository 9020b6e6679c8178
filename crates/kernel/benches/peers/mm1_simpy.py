"""M/M/1 in SimPy, as in benches/simulation.rs: one long run and many short ones, each in
nanoseconds for all of their events."""

import json
import random
import time

import simpy

EVENTS = 200_000
RUNS = 1_000
RUN_EVENTS = 1_000
ARRIVAL_MEAN = 0.010
SERVICE_MEAN = 0.008


class Desk:
    """Counts arrivals and departures, and adds up how long the visits took."""

    def __init__(self, env, events):
        self.env = env
        self.wanted = events
        self.server = simpy.Resource(env, capacity=1)
        self.events = 0
        self.stays = 0.0
        self.done = env.event()

    def count(self):
        self.events += 1
        if self.events == self.wanted:
            self.done.succeed()

    def visit(self):
        arrived = self.env.now
        with self.server.request() as turn:
            yield turn
            yield self.env.timeout(random.expovariate(1 / SERVICE_MEAN))
        self.stays += self.env.now - arrived
        self.count()

    def arrivals(self):
        while True:
            self.count()
            self.env.process(self.visit())
            yield self.env.timeout(random.expovariate(1 / ARRIVAL_MEAN))


def run(seed, events):
    random.seed(seed)
    env = simpy.Environment()
    desk = Desk(env, events)
    env.process(desk.arrivals())
    env.run(until=desk.done)
    return desk.stays


def took(work):
    start = time.perf_counter_ns()
    work()
    return time.perf_counter_ns() - start


def tell(group, nanoseconds):
    print(json.dumps({"group": group, "function": "SimPy", "nanoseconds": nanoseconds}))


tell("simulation/mm1-200000-events", sorted(took(lambda: run(1, EVENTS)) for _ in range(3))[1])
tell(
    "simulation/mm1-1000-runs-of-1000-events",
    took(lambda: sum(run(seed, RUN_EVENTS) for seed in range(1, RUNS + 1))),
)
