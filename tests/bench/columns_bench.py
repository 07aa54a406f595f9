#!/usr/bin/env python3
"""How well columns are told: precision, recall and F1 of `longpan discover scan` on labelled columns.

usage: columns_bench.py LONGPAN MATERIAL [--errors]     MATERIAL holds trl-lab/ and datahub-classify-tests/

"Sensitive" is a column with any finding. The labels of trl-lab count record numbers (GENERIC_ID) and links (URL) as personal;
its own table of sensitivities (personal_dummy.json) calls a record number not sensitive, and so does Longpan: a number that means
something in one system alone is not found. Both readings are printed. Columns are halved by a hash of their name, so that whoever
tunes on one half can look at the other.
"""
import ast
import collections
import csv
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

DATAHUB = {'Gender': {'gender'}, 'Age': {'birth_date'}, 'Full_Name': {'person_name'}, 'Street_Address': {'address'},
           'Credit_Debit_Card_Number': {'bank_card'}, 'Phone_Number': {'mobile', 'landline', 'phone_international', 'phone'},
           'Email_Address': {'email'}, 'IP_Address_v4': {'ipv4', 'client_ip'}, 'IP_Address_v6': {'ipv6', 'client_ip'},
           'Vehicle_Identification_Number': {'vin'}}
KINDS = {  # label -> kinds of Longpan that mean it
    'EMAIL_ADDRESS': {'email'}, 'PHONE_NUMBER': {'mobile', 'landline', 'phone_international', 'phone'}, 'GEO_COORDINATES': {'coordinates', 'geo_coordinates', 'location_track'},
    'PERSON_NAME': {'person_name'}, 'STREET_ADDRESS': {'address'}, 'IMEI_HARDWARE_ID': {'imei'}, 'ZIPCODE': {'postal_code'},
    'ETHNIC_GROUP': {'ethnic_group'}, 'GENDER': {'gender'}, 'IP_ADDRESS': {'ipv4', 'ipv6', 'client_ip'},
}


def scan(longpan, folder):
    done = subprocess.run([longpan, '--json', 'discover', 'scan', str(folder)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    found = collections.defaultdict(set)
    for document in json.loads(done.stdout)['documents']:
        for finding in document['findings']:
            found[document['path'], finding.get('field', '')].add(finding['kind'])
    return found


def trl_columns(material):
    with open(material / 'trl-lab' / 'train_data_personal.csv', encoding='utf-8') as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield f'{number:04}.csv', row['column_name'], ast.literal_eval(row['records']), row['output']


def write_column(folder, name, column, values):
    with open(folder / name, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file)
        out.writerow([column, 'note'])
        out.writerows([value, 'x'] for value in values)


def datahub(longpan, material):
    folder = material / 'datahub-classify-tests' / 'datasets'
    labels = json.loads((folder.parent / 'expected_output' / 'expected_infotypes_IDEAL.json').read_text(encoding='utf-8'))
    found = scan(longpan, folder)
    columns = []
    for path in sorted(folder.glob('*.csv')):
        if path.stem not in labels:
            continue
        with open(path, encoding='utf-8', errors='replace', newline='') as file:
            header = [name.strip() for name in next(csv.reader(file))]
        columns += [(path.name, name, labels[path.stem].get(name), found.get((path.name, name), set())) for name in header]
    print(f'datahub-classify: {len(columns)} columns of {len({c[0] for c in columns})} tables')
    line('sensitive / not', ((bool(label), bool(kinds)) for _, _, label, kinds in columns))
    for label, kinds in DATAHUB.items():
        if any(c[2] == label for c in columns):
            line(label.lower(), ((c[2] == label, bool(c[3] & kinds)) for c in columns))
    if '--errors' in sys.argv:
        for path, name, label, kinds in columns:
            if bool(label) != bool(kinds):
                print(f'{label or "":26} {"missed" if not kinds else "extra " + ",".join(sorted(kinds)):40} {path}:{name}')


def score(pairs):
    true = sum(1 for wanted, got in pairs if wanted and got)
    extra = sum(1 for wanted, got in pairs if got and not wanted)
    missed = sum(1 for wanted, got in pairs if wanted and not got)
    precision = true / (true + extra) if true + extra else 1.0
    recall = true / (true + missed) if true + missed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0, true + missed


def line(title, pairs):
    precision, recall, f1, columns = score(list(pairs))
    print(f'  {title:44} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({columns} columns)')


def main():
    longpan, material = sys.argv[1], pathlib.Path(sys.argv[2])
    columns = list(trl_columns(material))
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name, column, values, _ in columns:
            write_column(folder, name, column, values)
        found = scan(longpan, folder)
    kinds_of = {name: set().union(*[k for (path, field), k in found.items() if path == name and field != 'note'] or [set()]) for name, *_ in columns}
    half = {name: hashlib.sha256(column.encode()).digest()[0] % 2 for name, column, *_ in columns}
    for which in (0, 1, None):
        chosen = [c for c in columns if which is None or half[c[0]] == which]
        print(f'trl-lab, {"all" if which is None else "half " + "AB"[which]}: {len(chosen)} columns')
        line('sensitive / not, record numbers and links not', ((c[3] not in ('None', 'GENERIC_ID', 'URL'), bool(kinds_of[c[0]])) for c in chosen))
        line('sensitive / not, as labelled', ((c[3] != 'None', bool(kinds_of[c[0]])) for c in chosen))
        for label, kinds in KINDS.items():
            if any(c[3] == label for c in chosen):
                line(label.lower(), ((c[3] == label, bool(kinds_of[c[0]] & kinds)) for c in chosen))
    datahub(longpan, material)
    if '--errors' in sys.argv:
        for name, column, values, label in columns:
            got = kinds_of[name]
            if (label not in ('None', 'GENERIC_ID', 'URL')) != bool(got):
                print(f'{label:18} {"missed" if not got else "extra " + ",".join(sorted(got)):40} {column[:40]:40} {str(values)[:120]}')


main()
