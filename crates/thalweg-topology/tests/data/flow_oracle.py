"""Writes flow.json: random graphs of who waits for whom, with the answers of networkx.

    python flow_oracle.py > flow.json
    python flow_oracle.py 300 > more.json    (that many further ones, of random sizes)
"""
import json
import random
import sys

import networkx as nx


def graph(seed, nodes, edges, acyclic, one_way=False):
    rng = random.Random(seed)
    g = nx.DiGraph()
    g.add_nodes_from(range(nodes))
    while g.number_of_edges() < edges:
        a, b = rng.sample(range(nodes), 2)
        if acyclic and a > b:
            a, b = b, a
        if one_way and g.has_edge(b, a):
            continue
        g.add_edge(a, b, weight=rng.randrange(1, 400) / 4)
    return g


def girth(g):
    return min(len(p) for n in g for m in g.predecessors(n) if nx.has_path(g, n, m) for p in [nx.shortest_path(g, n, m)])


def gates(g, name):
    h = g.copy()
    roots = [n for n in g if g.in_degree(n) == 0]
    for knot in nx.strongly_connected_components(g):
        if len(knot) > 1 and not any(u not in knot for n in knot for u in g.predecessors(n)):
            roots.append(min(knot))
    h.add_edges_from(("root", n) for n in roots)
    return {name(n): name(d) for n, d in nx.immediate_dominators(h, "root").items() if n != "root" and d not in ("root", n, None)}


def case(seed, nodes, edges, acyclic, one_way=False):
    g = graph(seed, nodes, edges, acyclic, one_way)
    name = lambda n: f"t{n:03}"
    knots = sorted(sorted(k) for k in nx.strongly_connected_components(g) if len(k) > 1)
    return {
        "teams": nodes,
        "edges": [[name(a), name(b), d["weight"]] for a, b, d in g.edges(data=True)],
        "betweenness": {name(n): b for n, b in nx.betweenness_centrality(g, normalized=True).items()},
        "knots": [[name(n) for n in k] for k in knots],
        "girths": [girth(g.subgraph(k)) for k in knots],
        "gates": gates(g, name),
        "longest": nx.dag_longest_path_length(g, weight="weight", default_weight=0) if acyclic else None,
    }


cases = [case(1, 12, 20, False), case(2, 40, 70, False), case(3, 40, 120, False), case(4, 30, 60, True), case(5, 60, 150, True), case(6, 3, 2, True), case(7, 30, 45, False, True), case(8, 40, 52, False, True)]
if len(sys.argv) > 1:
    cases = []
    for seed in range(int(sys.argv[1])):
        rng = random.Random(seed)
        nodes = rng.randrange(2, 45)
        acyclic, one_way = rng.random() < 0.4, rng.random() < 0.5
        most = nodes * (nodes - 1) // (2 if acyclic or one_way else 1)
        cases.append(case(seed, nodes, min(most, rng.randrange(1, 3 * nodes)), acyclic, one_way))
json.dump({"networkx": nx.__version__, "cases": cases}, sys.stdout, indent=1)
print()
