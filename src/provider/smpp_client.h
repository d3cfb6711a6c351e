#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "provider/secret_file.h"
#include "provider/smpp_confirmations.h"
#include "provider/smpp_link.h"
#include "provider/smpp_listener.h"
#include "provider/smpp_port.h"
#include "provider/smpp_session.h"

namespace usher::provider {

// A message centre and how to talk to it.
struct SmppServer {
  SmppHost host;
  std::string system_id;
  std::string system_type;
  SmppAddress source;  // whom messages come from
  SmppSessionSetting session;
  absl::Duration timeout = absl::Seconds(8);       // for one message
  absl::Duration back_off_min = absl::Seconds(1);  // before the second attempt to connect
  absl::Duration back_off_max = absl::Minutes(1);  // doubled each time up to this
};

// A session with a message centre on a thread of its own. It is opened at once and again whenever
// it ends, at growing distances while that fails. A message's segments go one after the other,
// those of different messages side by side. Where a message has begun and the centre has too much
// to do, its next segment is tried again each second until the message's time is over.
class SmppClient : public SmppPort {
 public:
  // The first secret of `password` counts, at each connection.
  SmppClient(SmppServer server, std::shared_ptr<SecretFile> password,
             std::shared_ptr<SmppListener> listener);
  SmppClient(const SmppClient&) = delete;
  SmppClient& operator=(const SmppClient&) = delete;
  // Breaks off what is under way.
  ~SmppClient() override;

  void Send(SmppText text, std::function<void(SmppResult)> done) override;

 private:
  struct Job {
    SmppText text;
    std::function<void(SmppResult)> done;
    SmppMoment start_from;  // its next segment
    SmppMoment end_by;
    SmppResult result;  // so far
  };

  void Work();
  // Talks until the session ends.
  absl::Status Converse();
  // Hears and heeds what has arrived; `more` if that may not be all.
  absl::Status Exchange(SmppSession& session, std::string* output, bool* more);
  void TakeArrived();
  void SubmitWaiting(SmppSession& session, SmppMoment now);
  void Confirm(SmppSession& session);
  void OnAnswer(const SmppAnswer& answer, SmppMoment now);
  void EndOverdue(SmppSession& session, SmppMoment now);
  void EndOverdueWaiting(absl::string_view why, SmppMoment now);
  void EndWaiting(absl::string_view why);
  void EndSubmitted(absl::string_view why);
  void BackOff();
  // Until something happens: the descriptor can be read, or written to if `write`, a message
  // arrives, or the time has come. No descriptor: -1.
  void Wait(int descriptor, bool read, bool write, SmppMoment until) const;
  SmppMoment NextTime() const;
  static void End(Job& job, SmppResult::Fate fate, absl::string_view why);

  const SmppServer server_;
  const std::shared_ptr<SecretFile> password_;
  const std::shared_ptr<SmppListener> listener_;
  const int wake_;  // an eventfd
  const std::shared_ptr<SmppConfirmations> confirmations_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::deque<Job> arrived_;  // guarded by mutex_

  // Of the thread alone.
  SmppLink link_;
  std::deque<Job> waiting_;
  std::map<std::uint32_t, Job> submitted_;  // by sequence number
  std::uint64_t sessions_ = 0;              // so far; the number of the session now
  bool served_ = false;                     // the session now, or the last, was bound
  absl::Duration back_off_;
  std::thread thread_;
};

}  // namespace usher::provider
