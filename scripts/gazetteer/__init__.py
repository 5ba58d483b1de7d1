"""The hand-written tables behind `ontology/gazetteer/`, and what turns them into Turtle."""
