#pragma once
// The certificate that STARTTLS shows. Start-up and HUP; any thread.

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "config/vocabulary/error.hpp"

namespace switchroom::smtp {

/// TLS 1.2 and later with the chain in `certificate_file` and the key in `key_file`, both PEM. Errors:
/// `invalid_setting` with the file that can't be used.
Result<std::shared_ptr<boost::asio::ssl::context>> load_certificate(const std::string& certificate_file,
                                                                    const std::string& key_file);

}  // namespace switchroom::smtp
