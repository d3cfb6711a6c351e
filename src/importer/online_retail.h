#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "importer/import.h"

namespace usher::importer {

// Reads a file in the format of UCI's "Online Retail" log (.csv or .csv.xz): an invoice becomes one
// "Order Completed", a "C" invoice one "Order Cancelled", with the id "order-<InvoiceNo>" and the
// time of its last line. Lines of an invoice may lie anywhere in the file. An invoice without a
// customer belongs to the anonymous visitor "invoice-<InvoiceNo>". What is neither product, postage
// nor correction of a total is skipped; docs/importing.md lists the codes.
// Counts "invoices", "cancellation invoices", "customers" and "invoices without products" (which
// give no event). INVALID_ARGUMENT names file, line and column of a value that cannot be read.
absl::StatusOr<Import> ImportOnlineRetail(const std::string& path);

}  // namespace usher::importer
