"""M/M/1 in SimPy, as in benches/simulation.rs: so many events, in nanoseconds for all of them."""

import json
import random
import time

import simpy

EVENTS = 200_000
ARRIVAL_MEAN = 0.010
SERVICE_MEAN = 0.008


class Desk:
    """Counts arrivals and departures, and adds up how long the visits took."""

    def __init__(self, env):
        self.env = env
        self.server = simpy.Resource(env, capacity=1)
        self.events = 0
        self.stays = 0.0
        self.done = env.event()

    def count(self):
        self.events += 1
        if self.events == EVENTS:
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


def measure():
    random.seed(1)
    env = simpy.Environment()
    desk = Desk(env)
    env.process(desk.arrivals())
    start = time.perf_counter_ns()
    env.run(until=desk.done)
    return time.perf_counter_ns() - start


times = sorted(measure() for _ in range(3))
print(json.dumps({
    "group": "simulation/mm1-200000-events",
    "function": "SimPy",
    "nanoseconds": times[1],
}))
