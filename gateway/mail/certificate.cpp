#include "gateway/mail/certificate.hpp"

#include <openssl/ssl.h>

#include <utility>

namespace switchroom::smtp {
namespace {

namespace ssl = boost::asio::ssl;

std::unexpected<Error> unusable(std::string_view setting, const std::string& file, const std::string& why) {
  return std::unexpected(
      Error{Fault::invalid_setting, std::string{setting} + ": " + file, why, "a PEM file that can be read"});
}

}  // namespace

Result<std::shared_ptr<ssl::context>> load_certificate(const std::string& certificate_file,
                                                       const std::string& key_file) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
  boost::system::error_code error;
  context->use_certificate_chain_file(certificate_file, error);
  if (error) return unusable("mail.tls.certificate", certificate_file, error.message());
  context->use_private_key_file(key_file, ssl::context::pem, error);
  if (error) return unusable("mail.tls.key", key_file, error.message());
  return context;
}

}  // namespace switchroom::smtp
