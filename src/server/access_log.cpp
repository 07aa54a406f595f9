#include "server/access_log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace lp::server {
namespace {

constexpr std::size_t rotate_at = 50U << 20, files_kept = 10, queue_length = 8192;

class SpdLog final : public AccessLog {
 public:
  explicit SpdLog(spdlog::sink_ptr sink)
      : pool_(std::make_shared<spdlog::details::thread_pool>(queue_length, 1)),
        logger_(std::make_shared<spdlog::async_logger>("access", std::move(sink), pool_,
                                                       spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
    logger_->flush_on(spdlog::level::err);
  }
  // The writing thread ends before what it writes to: the pool's destructor works off the queue and joins.
  ~SpdLog() override {
    logger_->flush();
    pool_.reset();
  }
  void request(const json::object& line) override { logger_->info("{}", to_text(line)); }
  void trouble(const json::object& line) override { logger_->error("{}", to_text(line)); }

 private:
  std::shared_ptr<spdlog::details::thread_pool> pool_;  // spdlog's interface shares it with the logger
  std::shared_ptr<spdlog::async_logger> logger_;
};

class NoLog final : public AccessLog {
 public:
  void request(const json::object&) override {}
  void trouble(const json::object&) override {}
};

}  // namespace

Result<std::unique_ptr<AccessLog>> AccessLog::open(const std::filesystem::path& file) {
  try {
    spdlog::sink_ptr sink;
    if (file.empty()) sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), rotate_at, files_kept);
    return std::unique_ptr<AccessLog>(std::make_unique<SpdLog>(std::move(sink)));
  } catch (const spdlog::spdlog_ex& ex) {
    return make_error(Errc::io, "opening the log " + file.string() + ": " + ex.what());
  }
}

std::unique_ptr<AccessLog> AccessLog::none() { return std::make_unique<NoLog>(); }

}  // namespace lp::server
