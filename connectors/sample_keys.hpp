#pragma once
// Keys of providers that do not exist: `compose` signs with them where the real provider keeps the private half, so
// that samples and `switchroom send` work without any set-up. They protect nothing. Constants: any thread.

#include <string_view>

namespace switchroom::connectors::sample_keys {

/// P-256: the public half as SPKI in base64, the private one in PEM.
inline constexpr std::string_view ec_public =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjAZMU5fFA9s3Pnl6nMfPx2cPQoBUqTZ71qA5ueuqfN8ulKRqJUN8aS6xYzI2E4WEv//"
    "YnovM9V1zsUduHFi/dw==";
inline constexpr std::string_view ec_private = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgK2A+Z5FHW4H6nlYP
hC1AzohMPNl5aRYewaCkLaWj9q6hRANCAASMBkxTl8UD2zc+eXqcx8/HZw9CgFSp
NnvWoDm566p83y6UpGolQ3xpLrFjMjYThYS//9iei8z1XXOxR24cWL93
-----END PRIVATE KEY-----
)";

/// RSA, 2048 bits, in PEM; the certificate holds from 2020 to 2099 and stands behind its URL as in the setting
/// `certificates`.
inline constexpr std::string_view rsa_private = R"(-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDpBN6WkL14Z6E+
uwiCU7i88WQL1Al2QRBLpkWvvDI2PyUy3FlLj2XuxTBua2YjO65Io+zIMtaCuBNM
4D4fABgPMbh9OlPet/JWNSdGDNqh1Uac1NYTBczA1CAryMTm+Y19yZI6Y59hfbn1
eAsVtN8YN5crsYXc0ZN3TessohSRt102sQVtxiauTNPMYZls1y5ysgt8Mw3z/eLs
Jc4zquEdz0FtIt44i67+K518kPKzqrOIRXqn5cdHRGzuSrcMqkdfK3wUn7QMjTsR
GnGdY6qEcNzFdU4no8zHbEwyAuB+HnRQMiujDh4TNymK6wWuw4xY3puSI15vxW5Z
BOx9VNgtAgMBAAECggEAA7k5clf9QxmK1NUJyYVbeB92XQ8GGK7o+wB88BY2ijHf
nwyw25l+xD4/7B/IucroGc6Ox9MyJNQasNmLfJTUjZeajlu6f95aH8EJL+AgNUJS
dsqa4iJvV2x8WB7E8LjvpyErtkWlxBnNeSvyJ2Zkwz8OKhtT24e4zsj+t0+euwZW
h2muLLv842qFcQPOF1BHXv0/qswUPjG/rk3IJjX74FeFAeyqH4uGS4y7XEcWqOPG
kXDdS0DyO0H8bj8lalklG1VbKppEe14hzElTmcBvlIgPoKAfdVcrHxs/O3sEedhU
oUuZh4vXwfle0NymMcFklKEQNVpTDOhafxG2pCgpCQKBgQD1zYgrklxpWUG20dHN
DH+aNB8jYfoVcGyluZZnt6Qx8RVmrFkEbcxz3eXnIoQ4VWH+W3+8lI9Rb6N46U9K
7xfFb0uBb8K34u0juWw2EPKOHYJc/3qCh7kOSZs+mMFBIHoV4q3sZFYUnh+QiDMz
tbheeP/17XlSSqrCyFc4tcxZaQKBgQDyr5Iv/EB1bSTQs5xsN6xMAU9W07Mf7P0C
wtsRqYW3ORidl9y5C6xi5GAihLf6+C5RQ6UctbdEG6ehJ7x/fVIbJrOsL4sighab
2qzaydnWb7KCS2NWmnJsSgaBOpfc4OXTjLBaGUnG47xJM70fjD4A85LoRrn11+Gs
/Vikt2MMJQKBgGVH9x/dAu71tDocYpJW4A0uBNaTfHRxCpOO0QaTiLh7WhIgWd2V
UHU9rYl7k3eS1vnzwcJ2hEdN9NHRcLazpdvYbAg9gMI8YvIhaREuEoO0bQ7cxiIa
wom8kpdMYfTv6N4ztO5+uWltbhwjwtU/v2RN/0naO+9IjOwNmMLpRfZhAoGBAObj
UPLkTDMr/r2sVCLFKOA60s/po165atGIr0FzhisWYCv3AmDvETgYzLmqiRt1qSNZ
dyoEXHKo2OfC1Vx5z3bTcFdd+EKBf58SAig5qE2SgUPjE4SedkQ+fUfPhhH3ydBl
5pYhvwZBPq5qUgFEvOzMz7S7LUsO879QXViAvPQdAoGAZfmNrz6uhIC79swMEIPi
WD3/rpyq5brVojQjSvCqyEWeKDVh1DSUEKZKn8Ez0Xp+UoFX1DrKmRMEuBtDX90S
KCT56Vj9U3SrfUwJn5B9B/WOVdqqCJihZn1g9404QJmbsia5wJtGU7wYb+nWlXfs
czLkJOuEWRwdS5JKL6xT4eA=
-----END PRIVATE KEY-----
)";
inline constexpr std::string_view rsa_certificate_url =
    "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000000000000000sample.pem";
inline constexpr std::string_view rsa_certificate =
    R"(https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000000000000000sample.pem=-----BEGIN CERTIFICATE-----
MIICwjCCAaoCAQEwDQYJKoZIhvcNAQELBQAwJjEkMCIGA1UEAwwbc25zLmFtYXpv
bmF3cy5jb20gKG1hZGUgdXApMCAXDTIwMDEwMTAwMDAwMFoYDzIwOTkxMjMxMjM1
OTU5WjAmMSQwIgYDVQQDDBtzbnMuYW1hem9uYXdzLmNvbSAobWFkZSB1cCkwggEi
MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDpBN6WkL14Z6E+uwiCU7i88WQL
1Al2QRBLpkWvvDI2PyUy3FlLj2XuxTBua2YjO65Io+zIMtaCuBNM4D4fABgPMbh9
OlPet/JWNSdGDNqh1Uac1NYTBczA1CAryMTm+Y19yZI6Y59hfbn1eAsVtN8YN5cr
sYXc0ZN3TessohSRt102sQVtxiauTNPMYZls1y5ysgt8Mw3z/eLsJc4zquEdz0Ft
It44i67+K518kPKzqrOIRXqn5cdHRGzuSrcMqkdfK3wUn7QMjTsRGnGdY6qEcNzF
dU4no8zHbEwyAuB+HnRQMiujDh4TNymK6wWuw4xY3puSI15vxW5ZBOx9VNgtAgMB
AAEwDQYJKoZIhvcNAQELBQADggEBACkmr+lQC0yvDpmokeb7dINQtRat5AQLtHbh
HH97/mT4QGlfj6tkbvJd5DjIVjR8OAEgeA7TGc8iU7z9GSDd4CNoL3udCZ4s8ort
mui64L7PWCcoQ8TmVoyOIUqrHonfxsO8qB64AO0TIyGwG/ok0rtcA+6cHt5A0gUR
7IVEqE20JHBTBkWeL0m64LLlD/0340VDRPoTj8PWpC3gCxgTlIPRL3t+R/syVx0E
J6j0hQ83sS/LmOnQOvS+YeaDdCYP21OUAzpCUV/p3YsI2Dyip4eocXIB0XeJQLyG
JCRpQmN5HdZo2iAWNsGcXqk6HQs2d6kpd6fN+M4Dc6hO9vj6x+k=
-----END CERTIFICATE-----
)";

}  // namespace switchroom::connectors::sample_keys
