#include "importer/online_retail.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

#include "importer/byte_source.h"
#include "importer/columns.h"
#include "importer/csv_reader.h"
#include "importer/invoice.h"

namespace usher::importer {
namespace {

constexpr std::int64_t kQuantityMax = 10'000'000;
constexpr Mills kPriceMax = 1'000'000'000;

// A decimal with at most three places behind the point.
bool ParseMills(absl::string_view text, Mills* mills) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const std::size_t point = text.find('.');
  absl::string_view places = point == absl::string_view::npos ? "" : text.substr(point + 1);
  if (places.size() > 3 || text.empty()) return false;
  const std::string digits =
      absl::StrCat(text.substr(0, point), places, absl::string_view("000").substr(places.size()));
  for (const char c : digits) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  if (!absl::SimpleAtoi(digits, mills) || *mills > kPriceMax) return false;
  if (negative) *mills = -*mills;
  return true;
}

class OnlineRetail {
 public:
  OnlineRetail(CsvReader reader, Columns columns, absl::TimeZone zone)
      : reader_(std::move(reader)), columns_(std::move(columns)), zone_(zone) {}

  absl::StatusOr<Import> Run();

 private:
  absl::Status FindColumns();
  absl::Status AddLine(const CsvRecord& record);
  Invoice* InvoiceOf(const CsvRecord& record);
  void Skip(absl::string_view why) { ++import_.skipped[std::string(why)]; }

  CsvReader reader_;
  Columns columns_;
  absl::TimeZone zone_;
  std::size_t number_ = 0, code_ = 0, description_ = 0, quantity_ = 0, time_ = 0, price_ = 0,
              customer_ = 0, country_ = 0;
  Import import_;
  std::vector<Invoice> invoices_;  // in the order of the log
  absl::flat_hash_map<std::string, std::size_t> index_;
  absl::flat_hash_set<std::string> customers_;
};

absl::Status OnlineRetail::FindColumns() {
  const std::pair<absl::string_view, std::size_t*> wanted[] = {
      {"InvoiceNo", &number_},    {"StockCode", &code_},   {"Description", &description_},
      {"Quantity", &quantity_},   {"InvoiceDate", &time_}, {"UnitPrice", &price_},
      {"CustomerID", &customer_}, {"Country", &country_}};
  for (const auto& [name, column] : wanted) {
    const absl::StatusOr<std::size_t> found = columns_.Find(name);
    if (!found.ok()) return found.status();
    *column = *found;
  }
  return absl::OkStatus();
}

Invoice* OnlineRetail::InvoiceOf(const CsvRecord& record) {
  const std::string& number = record.fields[number_];
  const auto [at, is_new] = index_.try_emplace(number, invoices_.size());
  if (is_new) {
    invoices_.emplace_back(number, record.fields[customer_], record.fields[country_]);
  }
  return &invoices_[at->second];
}

absl::Status OnlineRetail::AddLine(const CsvRecord& record) {
  const std::string& number = record.fields[number_];
  const std::string& code = record.fields[code_];
  const std::string& customer = record.fields[customer_];
  if (number.empty()) return columns_.Wrong(record, number_, "empty");
  std::int64_t quantity = 0;
  if (!absl::SimpleAtoi(record.fields[quantity_], &quantity) || quantity > kQuantityMax ||
      quantity < -kQuantityMax) {
    return columns_.Wrong(record, quantity_,
                          absl::StrCat("'", record.fields[quantity_],
                                       "' is no whole number of at most ", kQuantityMax));
  }
  Mills price = 0;
  if (!ParseMills(record.fields[price_], &price)) {
    return columns_.Wrong(record, price_,
                          absl::StrCat("'", record.fields[price_],
                                       "' is no price in pounds with at most three decimals"));
  }
  absl::Time time;
  std::string why;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%S", record.fields[time_], zone_, &time, &why)) {
    return columns_.Wrong(
        record, time_,
        absl::StrCat("'", record.fields[time_], "' is no time like 2010-12-01 08:26:00: ", why));
  }
  if (!customer.empty()) customers_.insert(customer);
  Invoice* invoice = InvoiceOf(record);
  const LineKind kind = KindOf(code);
  const bool gives_back = invoice->cancels();
  if (number.front() == 'A') {
    Skip("bookkeeping (invoice A...)");
  } else if (kind == LineKind::kProduct && price < 0) {
    Skip("product with a negative price");
  } else if (kind == LineKind::kNotOrdered) {
    Skip("fee, sample or bad debt");
  } else if (quantity == 0 || (quantity < 0) != gives_back) {
    Skip("stock correction (quantity against the invoice)");
  } else if (price == 0 && customer.empty()) {
    Skip("stock correction (no price, no customer)");
  } else {
    invoice->Add(kind, code, record.fields[description_], quantity, price, time);
  }
  return absl::OkStatus();
}

absl::StatusOr<Import> OnlineRetail::Run() {
  if (absl::Status found = FindColumns(); !found.ok()) return found;
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> read = columns_.Next(&reader_, &record);
    if (!read.ok()) return read.status();
    if (!*read) break;
    ++import_.lines;
    if (absl::Status added = AddLine(record); !added.ok()) return added;
  }
  import_.counts["invoices"] = static_cast<std::int64_t>(invoices_.size());
  import_.counts["customers"] = static_cast<std::int64_t>(customers_.size());
  std::int64_t& cancellations = import_.counts["cancellation invoices"];
  std::int64_t& without_products = import_.counts["invoices without products"];
  for (const Invoice& invoice : invoices_) {
    if (invoice.cancels()) ++cancellations;
    if (!invoice.has_products()) {
      ++without_products;
    } else {
      import_.events.push_back(invoice.ToEvent());
    }
  }
  Arrange(&import_);
  return std::move(import_);
}

}  // namespace

absl::StatusOr<Import> ImportOnlineRetail(const std::string& path) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/London", &zone)) {
    return absl::FailedPreconditionError("time zone Europe/London not found: install tzdata");
  }
  absl::StatusOr<std::unique_ptr<ByteSource>> file = OpenFile(path);
  if (!file.ok()) return file.status();
  CsvReader reader(path, *std::move(file));
  absl::StatusOr<Columns> columns = Columns::Read(&reader);
  if (!columns.ok()) return columns.status();
  return OnlineRetail(std::move(reader), *std::move(columns), zone).Run();
}

}  // namespace usher::importer
