#pragma once
// XML as a stream of events, by expat. Document type definitions are refused, so entities
// cannot be expanded. Names come without their namespace prefix.

#include <memory>
#include <string_view>

#include "base/result.h"
#include "io/bytes.h"

namespace lp::io {

// Attributes of one element; valid during start() only.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // By local name; empty when absent.
  std::string_view get(std::string_view name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // An error stops the parse and is returned by feed().
  virtual Status start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual Status end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;  // may come in several pieces
};

class XmlStream {
 public:
  // `handler` must outlive the stream; `part` names it in errors.
  XmlStream(XmlHandler& handler, std::string_view part);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;
  Status feed(std::string_view chunk, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Feeds a whole source.
Status parse_xml(ByteSource& source, XmlHandler& handler, std::string_view part);

}  // namespace lp::io
