#include "io/xml_stream.h"

#include <exception>
#include <expat.h>
#include <optional>
#include <string>

#include "base/check.h"
#include "io/error.h"

namespace lp::io {
namespace {

// Against XML made to fill the memory: expat keeps every open element, and a whole tag until it ends.
constexpr int deepest = 4096;
constexpr XML_Index longest_tag = XML_Index{4} << 20;

std::string_view local_name(const char* name) {
  const std::string_view n(name);
  const std::size_t colon = n.rfind(':');
  return colon == std::string_view::npos ? n : n.substr(colon + 1);
}

}  // namespace

struct XmlStream::State {
  XmlHandler& handler;
  std::string part;
  XML_Parser parser;
  std::optional<Error> error{};
  std::exception_ptr thrown{};  // expat is C: nothing may pass through it
  int depth = 0;
  XML_Index fed = 0;

  template <class Work>
  void guarded(Work work) {
    if (error || thrown) return;
    try {
      if (Status s = work(); !s) error = std::move(s).error();
    } catch (...) {
      thrown = std::current_exception();
    }
    if (error || thrown) XML_StopParser(parser, XML_FALSE);
  }
};

namespace {

template <class State>
State& of(void* user) {
  return *static_cast<State*>(user);
}

Error bad_xml(const std::string& part, const std::string& why) {
  return fail(Errc::invalid, part + ": " + why, "文件内容已损坏（" + part + "）",
              "open the file in Excel, WPS or LibreOffice and save it again as .xlsx");
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const char** p = pairs_; *p != nullptr; p += 2) {
    if (local_name(p[0]) == name) return p[1];
  }
  return {};
}

XmlStream::XmlStream(XmlHandler& handler, std::string_view part)
    : state_(new State{handler, std::string(part), XML_ParserCreate(nullptr)}) {
  LP_CHECK(state_->parser != nullptr, "expat has memory");
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(
      state_->parser,
      [](void* user, const XML_Char* name, const XML_Char** pairs) {
        State& s = of<State>(user);
        s.guarded([&]() -> Status {
          if (++s.depth > deepest) return bad_xml(s.part, "elements are nested too deep");
          return s.handler.start(local_name(name), XmlAttributes(pairs));
        });
      },
      [](void* user, const XML_Char* name) {
        State& s = of<State>(user);
        s.guarded([&] {
          --s.depth;
          return s.handler.end(local_name(name));
        });
      });
  XML_SetCharacterDataHandler(state_->parser, [](void* user, const XML_Char* text, int length) {
    State& s = of<State>(user);
    s.guarded([&] {
      s.handler.text({text, static_cast<std::size_t>(length)});
      return ok_status();
    });
  });
  XML_SetStartDoctypeDeclHandler(state_->parser, [](void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    State& s = of<State>(user);
    s.guarded([&]() -> Status { return bad_xml(s.part, "a document type definition is not allowed"); });
  });
}

XmlStream::~XmlStream() { XML_ParserFree(state_->parser); }

Status XmlStream::feed(std::string_view chunk, bool last) {
  if (state_->error) return *state_->error;
  const XML_Status rc = XML_Parse(state_->parser, chunk.data(), static_cast<int>(chunk.size()), last ? 1 : 0);
  if (state_->thrown) std::rethrow_exception(state_->thrown);
  if (!state_->error && rc == XML_STATUS_ERROR) {
    state_->error = bad_xml(state_->part, std::string(XML_ErrorString(XML_GetErrorCode(state_->parser))) + " in line " +
                                              std::to_string(XML_GetCurrentLineNumber(state_->parser)));
  }
  state_->fed += static_cast<XML_Index>(chunk.size());
  if (!state_->error && state_->fed - XML_GetCurrentByteIndex(state_->parser) > longest_tag) state_->error = bad_xml(state_->part, "a tag is too long");
  if (state_->error) return *state_->error;
  return ok_status();
}

Status parse_xml(ByteSource& source, XmlHandler& handler, std::string_view part) {
  XmlStream stream(handler, part);
  char buffer[65536];
  for (;;) {
    LP_TRY(const std::size_t n, source.read(buffer, sizeof buffer));
    LP_CHECK_OK(stream.feed({buffer, n}, n == 0));
    if (n == 0) return ok_status();
  }
}

}  // namespace lp::io
