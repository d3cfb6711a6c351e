#include "provider/smpp_client.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace usher::provider {
namespace {

constexpr std::chrono::seconds kThrottledPause(1);
constexpr std::chrono::minutes kWaitMax(1);
// A centre that sends without reading is not listened to until it has read.
constexpr std::size_t kOutputBytesMax = 256 * 1024;
constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

SmppMoment Now() { return std::chrono::steady_clock::now(); }

bool IsBusy(std::uint32_t status) { return status == kSmppThrottled || status == kSmppQueueFull; }

// A length of time as SMPP writes it: days, hours, minutes, seconds, R for relative.
std::string ValidityText(absl::Duration validity) {
  const std::int64_t seconds =
      std::clamp<std::int64_t>(absl::ToInt64Seconds(validity), 60, 28 * 86'400);
  return absl::StrFormat("0000%02d%02d%02d%02d000R", seconds / 86'400, seconds / 3'600 % 24,
                         seconds / 60 % 60, seconds % 60);
}

}  // namespace

SmppClient::SmppClient(SmppServer server, std::shared_ptr<SecretFile> password,
                       std::shared_ptr<SmppListener> listener)
    : server_(std::move(server)),
      password_(std::move(password)),
      listener_(std::move(listener)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      confirmations_(
          std::make_shared<SmppConfirmations>([wake = wake_] { eventfd_write(wake, 1); })),
      back_off_(server_.back_off_min) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  thread_ = std::thread([this] { Work(); });
}

SmppClient::~SmppClient() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  confirmations_->Stop();
  listener_->Finish();
  TakeArrived();
  EndSubmitted("the gateway is shutting down");
  EndWaiting("the gateway is shutting down");
  close(wake_);
}

void SmppClient::Send(SmppText text, std::function<void(SmppResult)> done) {
  Job job{std::move(text),
          std::move(done),
          SmppMoment(),
          Now() + absl::ToChronoMilliseconds(server_.timeout),
          {}};
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    arrived_.push_back(std::move(job));
  }
  eventfd_write(wake_, 1);
}

void SmppClient::Work() {
  while (!stopping_) {
    served_ = false;
    absl::Status status =
        link_.Open(server_.host, std::min(kConnectTimeout, server_.timeout / 2), stopping_);
    if (status.ok()) status = Converse();
    link_.Close();
    EndSubmitted(status.message());
    if (stopping_) return;
    if (!served_) {
      TakeArrived();
      EndWaiting(status.message());
    }
    BackOff();
  }
}

absl::Status SmppClient::Converse() {
  ++sessions_;
  SmppSession session(server_.session,
                      {server_.system_id, password_->Get().front(), server_.system_type}, Now());
  std::string output;
  while (!stopping_) {
    bool more = false;
    absl::Status status = Exchange(session, &output, &more);
    const SmppMoment now = Now();
    for (const SmppAnswer& answer : session.TakeAnswers()) OnAnswer(answer, now);
    for (SmppDeliver& delivery : session.TakeDeliveries()) {
      delivery.session = sessions_;
      listener_->Hear(delivery, confirmations_->For(sessions_, delivery.sequence));
    }
    const SmppMoment listener_time = listener_->OnTime(now);
    Confirm(session);
    if (session.bound()) {
      served_ = true;
      back_off_ = server_.back_off_min;
    }
    if (status.ok()) status = session.OnTime(now);
    if (!status.ok()) return status;
    TakeArrived();
    EndOverdue(session, now);
    EndOverdueWaiting("the message centre answers too slowly", now);
    SubmitWaiting(session, now);
    output += session.TakeOutput();
    status = link_.Write(&output);
    if (!status.ok()) return status;
    Wait(link_.descriptor(), output.size() < kOutputBytesMax, !output.empty(),
         more ? now : std::min({session.NextTime(), NextTime(), listener_time}));
  }
  session.Unbind();
  output += session.TakeOutput();
  return link_.Write(&output);
}

absl::Status SmppClient::Exchange(SmppSession& session, std::string* output, bool* more) {
  if (output->size() >= kOutputBytesMax) return absl::OkStatus();
  std::string input;
  absl::Status ended = link_.Read(&input);
  *more = input.size() >= SmppLink::kReadBytesMax;
  // What was said before the end still counts.
  if (!input.empty()) {
    absl::Status status = session.OnBytes(input, Now());
    if (!status.ok()) {
      *output += session.TakeOutput();
      link_.Write(output).IgnoreError();
      return status;
    }
  }
  return ended;
}

void SmppClient::Confirm(SmppSession& session) {
  for (const SmppConfirmations::Confirmation& confirmation : confirmations_->Take()) {
    // Whatever an earlier session delivered without an answer comes again.
    if (confirmation.session == sessions_) {
      session.Confirm(confirmation.sequence, confirmation.taken);
    }
  }
}

void SmppClient::TakeArrived() {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::move(arrived_.begin(), arrived_.end(), std::back_inserter(waiting_));
  arrived_.clear();
}

void SmppClient::SubmitWaiting(SmppSession& session, SmppMoment now) {
  for (auto job = waiting_.begin(); job != waiting_.end() && session.HasRoom();) {
    if (job->start_from > now) {
      ++job;
      continue;
    }
    SmppSubmit submit;
    submit.from = server_.source;
    submit.to = {1, 1, job->text.to};
    submit.validity = ValidityText(job->text.validity);
    submit.receipt = server_.session.receipts;
    submit.header = job->text.texts.size() > 1;
    submit.data_coding = job->text.data_coding;
    submit.text = job->text.texts[job->result.message_ids.size()];
    submitted_.emplace(session.Submit(submit), std::move(*job));
    job = waiting_.erase(job);
  }
}

void SmppClient::OnAnswer(const SmppAnswer& answer, SmppMoment now) {
  const auto found = submitted_.find(answer.sequence);
  if (found == submitted_.end()) return;
  Job job = std::move(found->second);
  submitted_.erase(found);
  job.result.status = answer.status;
  if (answer.status != kSmppOk) {
    const bool begun = !job.result.message_ids.empty();
    if (begun && IsBusy(answer.status)) {
      job.start_from = now + kThrottledPause;
      waiting_.push_front(std::move(job));
    } else {
      End(job, begun ? SmppResult::Fate::kUnknown : SmppResult::Fate::kRefused, "");
    }
    return;
  }
  job.result.message_ids.push_back(answer.message_id);
  if (job.result.message_ids.size() == job.text.texts.size()) {
    End(job, SmppResult::Fate::kTaken, "");
  } else {
    waiting_.push_front(std::move(job));
  }
}

void SmppClient::EndOverdue(SmppSession& session, SmppMoment now) {
  for (auto it = submitted_.begin(); it != submitted_.end();) {
    if (it->second.end_by > now) {
      ++it;
      continue;
    }
    session.Forget(it->first);
    End(it->second, SmppResult::Fate::kUnknown, "no answer in time");
    it = submitted_.erase(it);
  }
}

void SmppClient::EndOverdueWaiting(absl::string_view why, SmppMoment now) {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (it->end_by > now) {
      ++it;
      continue;
    }
    End(*it, SmppResult::Fate::kNotSent, why);
    it = waiting_.erase(it);
  }
}

void SmppClient::EndWaiting(absl::string_view why) {
  for (Job& job : std::exchange(waiting_, {})) End(job, SmppResult::Fate::kNotSent, why);
}

void SmppClient::EndSubmitted(absl::string_view why) {
  for (auto& [sequence, job] : std::exchange(submitted_, {})) {
    End(job, SmppResult::Fate::kUnknown, why);
  }
}

void SmppClient::BackOff() {
  // Gateways that lost one message centre do not return to it at the same moment.
  static thread_local std::minstd_rand random(std::random_device{}());
  const double part = std::uniform_real_distribution<double>(0.5, 1)(random);
  const SmppMoment until = Now() + absl::ToChronoMilliseconds(back_off_ * part);
  back_off_ = std::min(back_off_ * 2, server_.back_off_max);
  while (!stopping_ && Now() < until) {
    Wait(-1, false, false, std::min({until, NextTime(), listener_->OnTime(Now())}));
    TakeArrived();
    // Those that can wait for the next attempt to connect do.
    EndOverdueWaiting("there is no connection to the message centre", Now());
  }
}

void SmppClient::Wait(int descriptor, bool read, bool write, SmppMoment until) const {
  const auto now = Now();
  const auto span =
      std::chrono::ceil<std::chrono::milliseconds>(std::clamp<std::chrono::steady_clock::duration>(
          until - now, std::chrono::seconds(0), kWaitMax));
  const short events = static_cast<short>((read ? POLLIN : 0) | (write ? POLLOUT : 0));
  std::array<pollfd, 2> descriptors = {pollfd{wake_, POLLIN, 0}, pollfd{descriptor, events, 0}};
  poll(descriptors.data(), descriptors.size(), static_cast<int>(span.count()));
  eventfd_t ignored = 0;
  eventfd_read(wake_, &ignored);
}

SmppMoment SmppClient::NextTime() const {
  SmppMoment next = SmppMoment::max();
  for (const auto& [sequence, job] : submitted_) next = std::min(next, job.end_by);
  for (const Job& job : waiting_) {
    next = std::min(next, job.end_by);
    if (job.start_from > Now()) next = std::min(next, job.start_from);
  }
  return next;
}

void SmppClient::End(Job& job, SmppResult::Fate fate, absl::string_view why) {
  // A telephone may show the segments that were taken.
  const bool begun = !job.result.message_ids.empty();
  job.result.fate = fate == SmppResult::Fate::kNotSent && begun ? SmppResult::Fate::kUnknown : fate;
  job.result.why = std::string(why);
  job.done(std::move(job.result));
}

}  // namespace usher::provider
