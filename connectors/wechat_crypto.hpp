#pragma once
// Signature and encryption that WeChat and WeCom share. Sources: "消息加解密说明" (微信公众平台), "加解密方案说明"
// (企业微信开发者中心). Pure: any thread.

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// Lower-case hex SHA-1 of the texts, sorted bytewise and joined.
std::string wechat_signature(std::initializer_list<std::string_view> texts);

/// Whether `claimed` is the signature of one of `tokens` with the other texts. Constant time; an empty token fits
/// nothing.
bool is_wechat_signature(std::span<const std::string> tokens, std::string_view timestamp, std::string_view nonce,
                         std::optional<std::string_view> encrypted, std::string_view claimed);

/// The message inside `encrypted` (base64 of AES-256-CBC), by whichever of `keys` (EncodingAESKey, 43 letters) opens it
/// with `id` (appid, corpid) at its end. Empty if none does.
std::optional<std::string> decrypt_wechat(std::span<const std::string> keys, std::string_view id,
                                          std::string_view encrypted);

/// The reverse with the first 16 bytes that are wanted to be random. Empty if the key is none.
std::optional<std::string> encrypt_wechat(std::string_view key, std::string_view id, std::string_view random_16,
                                          std::string_view message);

/// A POST with `message` encrypted and signed by the first `encoding_aes_key` and `token`. `body_start` is plain XML
/// that stands before `Encrypt`.
OwnedRequest compose_encrypted_wechat(const Draft& draft, const Credentials& credentials, std::string_view id,
                                      std::string_view message, std::string_view body_start);

}  // namespace switchroom::connectors
