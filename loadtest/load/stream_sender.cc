#include <algorithm>
#include <utility>

#include "load/sender.h"
#include "load/stream_lane.h"

namespace usher::load {
namespace {

class StreamSender : public Sender {
 public:
  explicit StreamSender(Wiring wiring) : wiring_(std::move(wiring)) {
    for (const auto& channel : wiring_.channels) {
      lanes_.push_back(std::make_unique<StreamLane>(&wiring_, channel));
    }
  }

  void Send(absl::Span<const Arrival> arrivals) override {
    lanes_[next_lane_]->Send(arrivals);
    if (++next_lane_ == lanes_.size()) next_lane_ = 0;
  }

  void Close() override {
    for (const auto& lane : lanes_) lane->Close();
  }
  bool Ended() const override {
    return std::all_of(lanes_.begin(), lanes_.end(),
                       [](const auto& lane) { return lane->ended(); });
  }

 private:
  const Wiring wiring_;
  std::vector<std::unique_ptr<StreamLane>> lanes_;
  std::size_t next_lane_ = 0;
};

}  // namespace

std::unique_ptr<Sender> MakeStreamSender(Wiring wiring) {
  return std::make_unique<StreamSender>(std::move(wiring));
}

}  // namespace usher::load
