#pragma once

#include <memory>
#include <string>

#include "provider/address_guard.h"
#include "provider/http_port.h"
#include "provider/transfer_loop.h"

namespace usher::provider {

// HTTP/1.1 and, over TLS, HTTP/2 by libcurl, with connections kept open. Each address that a name
// resolves to passes the guard at the moment of connecting to it, so no second resolution can lead
// elsewhere. No proxy, no redirect, no cookies, no compression; certificates are verified.
class HttpClient : public HttpPort {
 public:
  // `ca_file` holds the authorities to trust; empty: those of the system.
  HttpClient(std::shared_ptr<TransferLoop> loop, AddressGuard guard, std::string ca_file);

  void Post(HttpRequest request, std::function<void(HttpResult)> done) override;

 private:
  const std::shared_ptr<TransferLoop> loop_;
  const std::shared_ptr<const AddressGuard> guard_;
  const std::string ca_file_;
};

}  // namespace usher::provider
