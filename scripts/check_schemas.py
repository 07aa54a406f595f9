#!/usr/bin/env python3
"""Hold every file of specs/ against its JSON Schema, so that editors and the loader agree.

    scripts/check_schemas.py [specs]

Needs python3-yaml and python3-jsonschema. Exit code 1 when a file does not fit. What no schema
can say (names that meet, states that can be reached) is the work of `longpan lint`.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

FOLDERS = {"plans": "plan", "obligations": "obligation", "records": "record", "taxonomies": "taxonomy",
           "grading": "grading", "clocks": "clock", "calendars": "calendar", "roles": "role",
            "identifiers": "identifier", "secrets": "secret", "events": "event_mapping", "match": "match_tiers",
            "fingerprints": "fingerprint"}


class Core(yaml.SafeLoader):
    """YAML 1.2 core: `on` and dates stay text, as the C++ loader reads them."""


Core.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag.rsplit(":", 1)[1] in ("int", "float", "null")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def resolver(schemas: pathlib.Path) -> jsonschema.RefResolver:
    store = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in schemas.glob("*.json")}
    return jsonschema.RefResolver(base_uri="", referrer={}, store=store)


def problems_of(path: pathlib.Path, validator: jsonschema.Draft202012Validator, what: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    found = []
    if text.splitlines()[0] != f"# yaml-language-server: $schema=../schema/{what}.schema.json":
        found.append("the first line does not name its schema")
    for error in validator.iter_errors(yaml.load(text, Core)):
        place = "/".join(str(part) for part in error.absolute_path)
        found.append(f"{place or '(top)'}: {error.message[:200]}")
    return found


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "specs")
    refs = resolver(root / "schema")
    files = bad = 0
    for folder, what in FOLDERS.items():
        schema = json.loads((root / f"schema/{what}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, resolver=refs)
        for path in sorted((root / folder).glob("*.yaml")):
            files += 1
            for problem in problems_of(path, validator, what):
                bad += 1
                print(f"{path.relative_to(root)}: {problem}")
    print(f"{files} files, {bad} problems")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
