// Stand-in for libsrtp 3's <srtp.h>: the subset mediasoup's worker uses, on top
// of Debian's libsrtp2. The v3 functions are C++ overloads of (or new names
// beside) the v2 ones; only the type srtp_policy_t, a struct in v2 and an opaque
// pointer in v3, has to be renamed.
#pragma once

#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Status codes that v2 lacks (and hence never returns by itself).
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct srtp_policy_v3
{
  srtp2_policy_t v2{};
  size_t masterKeyLen{ 0 };
  size_t masterSaltLen{ 0 };
  unsigned char key[SRTP_MAX_KEY_LEN]{};
};

using srtp_policy_t = srtp_policy_v3*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
  *policy = new (std::nothrow) srtp_policy_v3{};

  return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
  if (policy)
  {
    explicit_bzero(policy->key, sizeof(policy->key));
  }

  delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
  policy->v2.ssrc = ssrc;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
  policy->masterKeyLen  = srtp_profile_get_master_key_length(profile);
  policy->masterSaltLen = srtp_profile_get_master_salt_length(profile);

  const auto err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->v2.rtp, profile);

  return err ? err : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->v2.rtcp, profile);
}

// A single master key without MKI, which is all that mediasoup uses.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* mki,
  size_t mkiLen)
{
  if (
    policy->v2.key || mki || mkiLen != 0 || keyLen != policy->masterKeyLen ||
    saltLen != policy->masterSaltLen || keyLen + saltLen > sizeof(policy->key))
  {
    return srtp_err_status_bad_param;
  }

  std::memcpy(policy->key, key, keyLen);
  std::memcpy(policy->key + keyLen, salt, saltLen);
  policy->v2.key = policy->key;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
  policy->v2.allow_repeat_tx = allow;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t size)
{
  policy->v2.window_size = size;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
  return policy->v2.key ? srtp_create(session, &policy->v2) : srtp_err_status_bad_param;
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrcInNetworkOrder)
{
  return srtp_remove_stream(session, ssrcInNetworkOrder);
}

namespace srtp_v3
{
  // v2 works in place with int lengths; v3 reads from one buffer into another
  // (possibly the same) of a given capacity. growth is how many bytes the
  // operation may add.
  template<typename Operation>
  srtp_err_status_t Apply(
    const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t growth, Operation operation)
  {
    if (inLen > INT_MAX - growth)
    {
      return srtp_err_status_bad_param;
    }

    if (inLen + growth > *outLen)
    {
      return srtp_err_status_buffer_small;
    }

    if (in != out)
    {
      std::memmove(out, in, inLen);
    }

    auto len       = static_cast<int>(inLen);
    const auto err = operation(out, &len);

    if (!err)
    {
      *outLen = static_cast<size_t>(len);
    }

    return err;
  }
} // namespace srtp_v3

inline srtp_err_status_t srtp_protect(
  srtp_t ctx, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
  return srtp_v3::Apply(
    rtp,
    rtpLen,
    srtp,
    srtpLen,
    SRTP_MAX_TAG_LEN,
    [ctx](void* data, int* len) { return srtp_protect(ctx, data, len); });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t ctx, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
  return srtp_v3::Apply(
    srtp,
    srtpLen,
    rtp,
    rtpLen,
    0,
    [ctx](void* data, int* len) { return srtp_unprotect(ctx, data, len); });
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t ctx, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
  return srtp_v3::Apply(
    rtcp,
    rtcpLen,
    srtcp,
    srtcpLen,
    // The tag and the word with the E flag and the SRTCP index.
    SRTP_MAX_TAG_LEN + sizeof(uint32_t),
    [ctx](void* data, int* len) { return srtp_protect_rtcp(ctx, data, len); });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t ctx, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
  return srtp_v3::Apply(
    srtcp,
    srtcpLen,
    rtcp,
    rtcpLen,
    0,
    [ctx](void* data, int* len) { return srtp_unprotect_rtcp(ctx, data, len); });
}
