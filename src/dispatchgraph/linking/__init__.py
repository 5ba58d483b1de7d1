"""What several dispatches say of one thing: identity, copies, happenings, series. No RDF: facts in, links out.

`facts` is what is compared. `identity` says which things of different dispatches are one (by their `profiles`), and
`decisions` lets a person say otherwise. `copies`, `happenings`, `plans` and `series` are layers of links:
`blocks(item)` says where an item's possible partners are looked for, `match(a, b)` whether the links of one may depend
on the other, `links(items)` the links of all items that are tied by matches. All are functions of what they are given
as a set: neither the order in which dispatches came in nor what was said before of them plays a part.
"""
