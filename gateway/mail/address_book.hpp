#pragma once
// Which channel of kind `mail` has an address. One thread.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/mail/session.hpp"
#include "gateway/webhooks/channel_table.hpp"

namespace switchroom::smtp {

class AddressBook {
 public:
  struct Found {
    Owner owner = Owner::foreign;
    std::shared_ptr<webhooks::Channel> channel;  ///< null unless `owner` is ours
  };

  /// The addresses of all channels. Where two have the same, the one of the older workspace has it, and in it the older
  /// channel.
  explicit AddressBook(const webhooks::ChannelTable& channels);

  /// The channel that has the address, without regard to case and to a `+token`: exactly, else by its domain
  /// (`@shop.example`). `postmaster` of a domain of ours goes to a channel of the domain, without a domain to the first
  /// of all (RFC 5321, 4.5.1).
  Found find(std::string_view address) const;

 private:
  using Book = std::unordered_map<std::string, std::shared_ptr<webhooks::Channel>>;

  Book addresses_;  // and `@domain` for those that take all
  Book domains_;    // the first channel of each domain
  std::shared_ptr<webhooks::Channel> first_;
};

}  // namespace switchroom::smtp
