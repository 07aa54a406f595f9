#!/usr/bin/env python3
"""src/LAYERS is the architecture: fails when a module includes upwards, sideways, or what is denied.

Usage: check_layers.py [SRC]     (default: src beside this folder). Exit 1 with file:line for each offence.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')


def read_layers(path):
    layer_of, denials, level = {}, [], 0
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.split("#")[0].strip()
        if not line:
            continue
        if line.startswith("deny "):
            modules, prefixes = line[5:].split(":", 1)
            denials += [(m, p) for m in modules.split() for p in prefixes.split()]
        else:
            layer_of.update({m: level for m in line.split()})
            level += 1
    return layer_of, denials


def problems_in(path, module, layer_of, denials):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        included = match.group(1)
        target = included.split("/")[0]
        if target in layer_of and target != module and layer_of[target] >= layer_of[module]:
            yield f"{path}:{number}: {module} (layer {layer_of[module]}) may not include {target} (layer {layer_of[target]})"
        for denied_module, prefix in denials:
            if denied_module == module and included.startswith(prefix):
                yield f"{path}:{number}: {module} may not include {included} (denied in LAYERS)"


def main():
    src = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "src"
    layer_of, denials = read_layers(src / "LAYERS")
    found, files = [], 0
    for path in sorted(p for p in src.rglob("*") if p.suffix in (".h", ".cpp")):
        module = path.relative_to(src).parts[0]
        if module not in layer_of:
            found.append(f"{path}: module {module} is not in LAYERS")
            continue
        files += 1
        found += problems_in(path, module, layer_of, denials)
    print("\n".join(found) if found else f"layers ok: {files} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
