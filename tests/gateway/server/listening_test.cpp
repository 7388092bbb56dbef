#include <gtest/gtest.h>

#include <boost/system/system_error.hpp>

#include "running_server.hpp"

namespace switchroom::server {
namespace {

TEST(Listening, SharesAPortOnlyIfToldTo) {
  asio::io_context context;
  Program program{context};
  Server first{context, {}, program};
  Server second{context, {}, program};
  Server third{context, {}, program};
  const asio::ip::tcp::endpoint any{asio::ip::address_v4::loopback(), 0};
  const asio::ip::tcp::endpoint endpoint = first.listen(any, Listening::shared);
  EXPECT_NE(endpoint.port(), 0);
  EXPECT_EQ(second.listen(endpoint, Listening::shared), endpoint);
  EXPECT_THROW(third.listen(endpoint, Listening::alone), boost::system::system_error);
}

}  // namespace
}  // namespace switchroom::server
