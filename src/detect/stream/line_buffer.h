#pragma once
// Room for the bytes of a block: grows without being filled with zeros, and is handed back for the next block to use when
// its last owner goes. A megabyte taken from the system again and again costs more than decoding what it holds.
//
// Threads: a buffer belongs to one thread at a time and may be given to another; the store of free ones is shared.

#include <cstddef>
#include <string_view>
#include <utility>

namespace lp::detect {

class LineBuffer {
 public:
  LineBuffer() = default;
  LineBuffer(LineBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)), capacity_(std::exchange(other.capacity_, 0)) {}
  LineBuffer& operator=(LineBuffer&& other) noexcept;
  ~LineBuffer() { release(); }

  char* data() { return data_; }
  const char* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_, size_}; }
  // What is beyond the old size holds no meaning until it is written.
  void resize(std::size_t size);
  void assign(std::string_view bytes);

 private:
  void release();

  char* data_ = nullptr;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace lp::detect
