#include "cli/event_import.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "tests/support/fake_gateway.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kInvoices[] =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850,United Kingdom\n"
    "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n";

constexpr char kMapping[] = R"({
  "name": "Order Completed",
  "id": {"column": "order"},
  "customer_id": {"column": "who"},
  "time": {"column": "day", "format": "%Y-%m-%d"},
  "properties": {"total": {"column": "sum", "type": "number"}}
})";

class EventImportTest : public ::testing::Test {
 protected:
  EventImportTest() = default;
  EventImportTest(const EventImportTest&) = delete;
  EventImportTest& operator=(const EventImportTest&) = delete;
  ~EventImportTest() override {
    for (const std::string& path : paths_) std::remove(path.c_str());
  }

  // A file with this content, removed after the test.
  std::string File(const std::string& name, const std::string& content) {
    paths_.push_back(::testing::TempDir() + "event_import_test-" + name);
    std::ofstream(paths_.back(), std::ios::binary) << content;
    return paths_.back();
  }

  ExitCode Call(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"event", "import"});
    arguments.insert(arguments.end(), {"--server", gateway_.address()});
    std::istringstream in;
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }

  testing::FakeGateway gateway_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::vector<std::string> paths_;
};

TEST_F(EventImportTest, PublishesALogInOrderOfTime) {
  const std::string log = File("invoices.csv", kInvoices);
  EXPECT_EQ(Call({"--format", "online-retail", log}), kOk);
  EXPECT_EQ(out_.str(), "published 2, duplicates 0, failed 0\n");
  EXPECT_THAT(err_.str(), HasSubstr("invoices: 2\n"));
  EXPECT_THAT(gateway_.taken(),
              ElementsAre(Pair("17850", ElementsAre("order-536365", "order-536366"))));
  const v1::Event event = gateway_.events()[0];
  EXPECT_EQ(event.name(), "Order Completed");
  EXPECT_EQ(event.time().seconds(), 1291191960);
  EXPECT_THAT(event.properties_json(), HasSubstr("\"total\":15.3"));
  EXPECT_EQ(Call({"--format", "online-retail", log}), kOk);
  EXPECT_EQ(out_.str(), "published 0, duplicates 2, failed 0\n");
}

TEST_F(EventImportTest, PutsSeveralFilesIntoOneOrder) {
  const std::string mapping = File("mapping.json", kMapping);
  const std::string late = File("late.csv", "order,who,day,sum\no2,c1,2026-03-02,5\n");
  const std::string early =
      File("early.csv", "order,who,day,sum\no1,c1,2026-03-01,4.5\no2,c1,2026-03-02,5\n");
  EXPECT_EQ(Call({"--format", "csv", "--mapping", mapping, late, early, "--batch", "1"}), kOk);
  EXPECT_THAT(gateway_.taken(), ElementsAre(Pair("c1", ElementsAre("o1", "o2"))));
  EXPECT_THAT(err_.str(), HasSubstr(late + "\nlines read: 1\n"));
  EXPECT_THAT(err_.str(), HasSubstr("all files, events: 2\nall files, skipped, duplicate id: 1\n"));
}

TEST_F(EventImportTest, ADryRunOnlyCounts) {
  const std::string log = File("invoices.csv", kInvoices);
  EXPECT_EQ(Call({"--format", "online-retail", log, "--dry-run"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("events: 2\n  Order Completed: 2\n"));
  EXPECT_THAT(gateway_.events(), IsEmpty());
}

TEST_F(EventImportTest, WritesLinesThatCanBePublished) {
  const std::string log = File("invoices.csv", kInvoices);
  const std::string lines = File("events.jsonl", "");
  EXPECT_EQ(Call({"--format", "online-retail", log, "--write", lines}), kOk);
  EXPECT_THAT(gateway_.events(), IsEmpty());
  std::ifstream written(lines);
  const std::string text{std::istreambuf_iterator<char>(written), {}};
  EXPECT_EQ(Call({"--format", "online-retail", log, "--write", "-"}), kOk);
  EXPECT_EQ(out_.str(), text);
  std::istringstream in(text);
  EXPECT_EQ(cli::Run({"event", "publish", "--server", gateway_.address()},
                     {.in = &in, .out = &out_, .err = &err_}, &timing_),
            kOk);
  EXPECT_THAT(gateway_.events(), SizeIs(2));
}

TEST_F(EventImportTest, SaysWhatCannotBeReadOrWritten) {
  const std::string log = File("invoices.csv", kInvoices);
  EXPECT_EQ(Call({"--format", "online-retail", "missing.csv"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("missing.csv"));
  const std::string bad = File("bad.csv", std::string(kInvoices) + "1,2,3,x,2010-12-01,1,1,UK\n");
  EXPECT_EQ(Call({"--format", "online-retail", log, bad}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("bad.csv:4"));
  EXPECT_THAT(gateway_.events(), IsEmpty());
  EXPECT_EQ(Call({"--format", "online-retail", log, "--write", "no-such-folder/x"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("no-such-folder/x: cannot be written"));
}

TEST_F(EventImportTest, AMappingBelongsToCsvAlone) {
  const std::string log = File("invoices.csv", kInvoices);
  EXPECT_EQ(Call({"--format", "csv", log}), kUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--mapping"));
  EXPECT_EQ(Call({"--format", "online-retail", "--mapping", log, log}), kUsage);
  EXPECT_EQ(Call({"--format", "parquet", log}), kUsage);
  EXPECT_EQ(Call({"--format", "online-retail", log, "--dry-run", "--write", "x"}), kUsage);
  EXPECT_EQ(Call({"--format", "online-retail"}), kUsage);
}

}  // namespace
}  // namespace usher::cli
