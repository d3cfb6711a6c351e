#include "limits/bare_commit.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"

#include "limits/cpu_time.h"
#include "store/embedded_redis.h"
#include "store/event_loop.h"
#include "store/redis_address.h"
#include "store/redis_connection.h"

namespace usher::limits {
namespace {

constexpr int kFillBatch = 64;

// A directory that goes with its object.
class ScratchFolder {
 public:
  ScratchFolder()
      : path_((std::filesystem::temp_directory_path() / "usher-commit-XXXXXX").string()),
        made_(mkdtemp(path_.data()) != nullptr) {}
  ~ScratchFolder() {
    std::error_code ignored;
    if (made_) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  const bool made_;
};

// A loop with a connection and a pump on its thread, driven from the caller's.
class Bench {
 public:
  Bench(const PumpConfig& config, store::RedisAddress address)
      : pump_config_(config), address_(std::move(address)) {}
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  ~Bench() {
    loop_.Stop([this] {
      pump_.reset();
      connection_.reset();
    });
  }

  absl::Status Connect() {
    loop_.Start([] {});
    auto found = std::make_shared<std::promise<absl::Status>>();
    auto told = std::make_shared<bool>(false);
    const auto tell = [found, told](const absl::Status& status) {
      if (!std::exchange(*told, true)) found->set_value(status);
    };
    loop_.Post([this, tell] {
      connection_ = std::make_unique<store::RedisConnection>(
          &loop_, redis_config_, address_,
          store::RedisConnection::Listener{
              .on_serving = [tell](const auto&) { tell(absl::OkStatus()); }, .on_away = tell});
      pump_ =
          std::make_unique<CommitPump>(connection_.get(), pump_config_, redis_config_.batches_max);
      connection_->Connect();
    });
    return found->get_future().get();
  }

  // Every record once.
  absl::Status Fill() {
    const int batch = std::min(kFillBatch, pump_config_.customers / redis_config_.batches_max);
    return Begin(batch, pump_config_.customers).get();
  }

  absl::Status CommitFor(int batch, absl::Duration length) {
    std::future<absl::Status> ended = Begin(batch, std::numeric_limits<std::int64_t>::max());
    // A failure ends it early.
    if (ended.wait_for(absl::ToChronoNanoseconds(length)) == std::future_status::timeout) {
      loop_.Post([this] { pump_->Stop(); });
    }
    return ended.get();
  }

  // Only while nothing is under way.
  std::int64_t commits() const { return pump_->commits(); }

 private:
  std::future<absl::Status> Begin(int batch, std::int64_t commits_max) {
    auto ended = std::make_shared<std::promise<absl::Status>>();
    loop_.Post([this, batch, commits_max, ended] {
      pump_->Start(batch, commits_max,
                   [ended](const absl::Status& status) { ended->set_value(status); });
    });
    return ended->get_future();
  }

  const PumpConfig pump_config_;
  const store::RedisConfig redis_config_;
  const store::RedisAddress address_;
  store::EventLoop loop_;
  std::unique_ptr<store::RedisConnection> connection_;
  std::unique_ptr<CommitPump> pump_;
};

}  // namespace

absl::StatusOr<CommitCost> MeasureBareCommit(const PumpConfig& config, int batch,
                                             absl::Duration length) {
  const ScratchFolder folder;
  if (!folder.made()) return absl::UnavailableError("there is no place for temporary files");
  store::EmbeddedRedisConfig redis_config;
  redis_config.data_dir = folder.path();
  auto redis = store::EmbeddedRedis::Start(redis_config, [](absl::string_view) {});
  if (!redis.ok()) return redis.status();
  absl::StatusOr<store::RedisAddress> address = store::ParseRedisUrl((*redis)->url());
  if (!address.ok()) return address.status();

  Bench bench(config, *std::move(address));
  absl::Status status = bench.Connect();
  if (status.ok()) status = bench.Fill();
  if (!status.ok()) return status;

  const std::int64_t commits_before = bench.commits();
  const absl::Time begun = absl::Now();
  const absl::Duration own_before = OwnCpuTime();
  const absl::StatusOr<absl::Duration> redis_before = CpuTimeOf((*redis)->pid());
  if (!redis_before.ok()) return redis_before.status();
  status = bench.CommitFor(batch, length);
  if (!status.ok()) return status;
  const absl::StatusOr<absl::Duration> redis_after = CpuTimeOf((*redis)->pid());
  if (!redis_after.ok()) return redis_after.status();
  const auto commits = static_cast<double>(bench.commits() - commits_before);
  return CommitCost{
      .commits_per_s = commits / absl::ToDoubleSeconds(absl::Now() - begun),
      .redis_cpu_us = absl::ToDoubleMicroseconds(*redis_after - *redis_before) / commits,
      .client_cpu_us = absl::ToDoubleMicroseconds(OwnCpuTime() - own_before) / commits,
  };
}

}  // namespace usher::limits
