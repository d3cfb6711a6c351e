#include "importer/online_retail.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/importer/temporary_file.h"

namespace usher::importer {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

std::string Lines(const Import& import) {
  std::string lines;
  for (const shop::Event& event : import.events) shop::AppendJsonLine(event, &lines);
  return lines;
}

absl::StatusOr<Import> ImportLines(const std::string& lines) {
  const TemporaryFile file("log.csv", kHeader + lines);
  return ImportOnlineRetail(file.path());
}

std::string ErrorOf(const std::string& line) {
  const std::string message(ImportLines(line).status().message());
  return message.substr(message.rfind("log.csv"));
}

TEST(OnlineRetailTest, MakesOneEventOfEachInvoiceInTimeOrder) {
  const auto import = ImportLines(
      "900002,11111,\"TEAPOT, BLUE\",2,2011-07-04 10:15:00,4.25,501,France\n"
      "900001,22222B,TIN ROBOT,1,2011-01-10 09:00:00,10,502,United Kingdom\n"
      "900002,POST,POSTAGE,1,2011-07-04 10:15:00,18,501,France\n"
      "900002,33333,RIBBON,100,2011-07-04 10:16:00,0.055,501,France\n"
      "C900003,11111,\"TEAPOT, BLUE\",-1,2011-07-06 12:00:00,4.25,501,France\n"
      "900004,22222B,TIN ROBOT,3,2011-12-01 08:00:00,9.99,,United Kingdom\n"
      "900004,D,Discount,1,2011-12-01 08:00:00,-2,,United Kingdom\n");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(
      Lines(*import),
      R"({"id":"order-900001","customer_id":"502","name":"Order Completed",)"
      R"("time":"2011-01-10T09:00:00.000Z","properties":{"order_id":"900001","subtotal":10,)"
      R"("shipping":0,"revenue":10,"total":10,"currency":"GBP","country":"United Kingdom",)"
      R"("products":[{"product_id":"22222B","name":"TIN ROBOT","price":10,"quantity":1}]}})"
      "\n"
      R"({"id":"order-900002","customer_id":"501","name":"Order Completed",)"
      R"("time":"2011-07-04T09:16:00.000Z","properties":{"order_id":"900002","subtotal":14,)"
      R"("shipping":18,"revenue":14,"total":32,"currency":"GBP","country":"France",)"
      R"("products":[{"product_id":"11111","name":"TEAPOT, BLUE","price":4.25,"quantity":2},)"
      R"({"product_id":"33333","name":"RIBBON","price":0.055,"quantity":100}]}})"
      "\n"
      R"({"id":"order-C900003","customer_id":"501","name":"Order Cancelled",)"
      R"("time":"2011-07-06T11:00:00.000Z","properties":{"order_id":"C900003","subtotal":4.25,)"
      R"("shipping":0,"revenue":4.25,"total":4.25,"currency":"GBP","country":"France",)"
      R"("products":[{"product_id":"11111","name":"TEAPOT, BLUE","price":4.25,"quantity":1}]}})"
      "\n"
      R"({"id":"order-900004","anonymous_id":"invoice-900004","name":"Order Completed",)"
      R"("time":"2011-12-01T08:00:00.000Z","properties":{"order_id":"900004","subtotal":29.97,)"
      R"("shipping":0,"adjustment":-2,"revenue":27.97,"total":27.97,"currency":"GBP",)"
      R"("country":"United Kingdom",)"
      R"("products":[{"product_id":"22222B","name":"TIN ROBOT","price":9.99,"quantity":3}]}})"
      "\n");
  EXPECT_EQ(import->lines, 7);
  EXPECT_EQ(import->counts.at("invoices"), 4);
  EXPECT_EQ(import->counts.at("cancellation invoices"), 1);
  EXPECT_EQ(import->counts.at("customers"), 2);
}

TEST(OnlineRetailTest, SkipsWhatNobodyOrderedAndSaysWhy) {
  const auto import = ImportLines(
      "A900001,B,Adjust bad debt,1,2011-08-12 14:50:00,-100.06,,United Kingdom\n"
      "900002,BANK CHARGES,Bank Charges,1,2011-08-12 14:51:00,15,501,United Kingdom\n"
      "900003,44444,damaged,-5,2011-08-12 14:52:00,0,,United Kingdom\n"
      "900004,44444,,5,2011-08-12 14:53:00,0,,United Kingdom\n"
      "900005,POST,POSTAGE,1,2011-08-12 14:54:00,3,501,United Kingdom\n"
      "900006,55555,FREE SAMPLE BAG,1,2011-08-12 14:55:00,0,501,United Kingdom\n");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->skipped.at("bookkeeping (invoice A...)"), 1);
  EXPECT_EQ(import->skipped.at("fee, sample or bad debt"), 1);
  EXPECT_EQ(import->skipped.at("stock correction (quantity against the invoice)"), 1);
  EXPECT_EQ(import->skipped.at("stock correction (no price, no customer)"), 1);
  EXPECT_EQ(import->counts.at("invoices without products"), 5);
  ASSERT_EQ(import->events.size(), 1u);
  EXPECT_EQ(import->events[0].id, "order-900006");
  EXPECT_THAT(Summary(*import), HasSubstr("skipped, fee, sample or bad debt: 1\n"));
}

TEST(OnlineRetailTest, NamesFileLineAndColumnOfABadValue) {
  EXPECT_EQ(ErrorOf("1,2,X,many,2011-08-12 14:50:00,1,5,France\n"),
            "log.csv:2: column 'Quantity': 'many' is no whole number of at most 10000000");
  EXPECT_EQ(ErrorOf("1,2,X,1,2011-08-12 14:50:00,1.2345,5,France\n"),
            "log.csv:2: column 'UnitPrice': '1.2345' is no price in pounds with at most three "
            "decimals");
  EXPECT_THAT(ErrorOf("1,2,X,1,12.8.2011,1,5,France\n"),
              HasSubstr("log.csv:2: column 'InvoiceDate': '12.8.2011' is no time like"));
}

TEST(OnlineRetailTest, CountsWhatIsPublishedOfTheRealLog) {
  std::string path;
  const char* data = std::getenv("USHER_DATA");
  for (const std::string& folder :
       {std::string(data == nullptr ? "" : data), std::string("../shared/data")}) {
    const std::string candidate = folder + "/online-retail/online-retail.csv.xz";
    if (path.empty() && std::ifstream(candidate).good()) path = candidate;
  }
  if (path.empty()) GTEST_SKIP() << "no real log: set USHER_DATA to the folder that holds it";
  const auto import = ImportOnlineRetail(path);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->lines, 541'909);
  EXPECT_EQ(import->counts.at("invoices"), 25'900);
  EXPECT_EQ(import->counts.at("customers"), 4'372);
  EXPECT_EQ(import->counts.at("cancellation invoices"), 3'836);
  for (std::size_t i = 1; i < import->events.size(); ++i) {
    ASSERT_LE(import->events[i - 1].time, import->events[i].time);
  }
}

}  // namespace
}  // namespace usher::importer
