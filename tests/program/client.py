"""A browser without pages: signs in, sends JSON or bytes, gives (status, body, headers)."""
import json
import urllib.error
import urllib.parse
import urllib.request


class Client:
    def __init__(self, url, login, password):
        self.url, self.cookie, self.csrf = url, "", ""
        status, session, headers = self.call("POST", "/api/session", {"login": login, "password": password})
        assert status == 200, (login, session)
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.csrf = session["csrf"]
        self.user = session["user"]

    def call(self, method, path, body=None, headers=None):
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + urllib.parse.quote(path, safe="/?&=%.,:-_"), method=method, data=raw)
        request.add_header("Content-Type", "application/octet-stream" if isinstance(body, bytes) else "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if self.cookie:
            request.add_header("Cookie", self.cookie)
            request.add_header("X-CSRF-Token", self.csrf)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            content = answer.read()
            is_json = (answer.headers.get("Content-Type") or "").startswith("application/json") and "attachment" not in (answer.headers.get("Content-Disposition") or "")
            return answer.status, json.loads(content) if is_json and content else content, answer.headers

    def upload(self, kind, name, content):
        return self.call("POST", f"/api/imports?kind={kind}&name={name}", content)

    def rows(self, kind, query=""):
        out, page = [], 1
        while True:
            status, body, _ = self.call("GET", f"/api/records/{kind}?size=500&page={page}&sort=id{query}")
            assert status == 200, body
            out += body["rows"]
            if page * 500 >= body["total"]:
                return out
            page += 1
