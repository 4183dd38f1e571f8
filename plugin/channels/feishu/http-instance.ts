import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { defaultHttpInstance, HttpInstance } from '@larksuiteoapi/node-sdk';

type Axios = typeof defaultHttpInstance;
type Config = Parameters<Axios['request']>[0];

/** Idle sockets are given up before common server limits close them under a request. */
const IDLE_SOCKET_MS = 30_000;

/** The SDK's HTTP seam over its own default instance, with what that one lacks: a time limit and kept connections. */
export interface BoundedHttp {
  readonly instance: HttpInstance;
  /** Closes kept connections. */
  close(): void;
}

/**
 * @param timeoutMs limit of one whole call; the SDK itself has none
 * @param domain API base; a loopback address bypasses any configured proxy
 */
export function createBoundedHttp(axios: Axios, domain: string, timeoutMs: number): BoundedHttp {
  const httpAgent = new HttpAgent({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  const httpsAgent = new HttpsAgent({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  const bounds: Config = { timeout: timeoutMs, httpAgent, httpsAgent, maxRedirects: 0 };
  if (isLoopback(domain)) bounds.proxy = false;
  // The SDK's interceptor resolves the body itself, which axios's types do not know.
  const request: HttpInstance['request'] = async <T, R = T>(options: Parameters<HttpInstance['request']>[0]) =>
    (await axios.request({ ...toConfig(options), ...bounds })) as unknown as R;
  const instance: HttpInstance = {
    request,
    get: (url, options) => request({ ...options, url, method: 'GET' }),
    delete: (url, options) => request({ ...options, url, method: 'DELETE' }),
    head: (url, options) => request({ ...options, url, method: 'HEAD' }),
    options: (url, options) => request({ ...options, url, method: 'OPTIONS' }),
    post: (url, data, options) => request({ ...options, url, ...withData(data), method: 'POST' }),
    put: (url, data, options) => request({ ...options, url, ...withData(data), method: 'PUT' }),
    patch: (url, data, options) => request({ ...options, url, ...withData(data), method: 'PATCH' }),
  };
  return {
    instance,
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function toConfig(options: Parameters<HttpInstance['request']>[0]): Config {
  const { responseType, ...rest } = options;
  return responseType === undefined || responseType === 'formdata' ? rest : { ...rest, responseType };
}

function withData<D>(data: D | undefined): { data?: D } {
  return data === undefined ? {} : { data };
}

function isLoopback(domain: string): boolean {
  if (!URL.canParse(domain)) return false;
  const { hostname } = new URL(domain);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
