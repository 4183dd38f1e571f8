import { type Answer, type Call, isRefusal, type Refusal, refuse, success } from './answers';
import type { ApiGateway } from './api-gateway';
import { findMessage } from './api-messages';
import { isObject } from './card-validator/context';
import { newId } from './ids';
import { readMultipart } from './multipart';
import type { Platform } from './platform';
import type { Media } from './state';

const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
const MAX_FILE_BYTES = 30 * 1024 * 1024;

/** Registers uploads of the bot and downloads of what people sent. */
export function registerMedia(platform: Platform, gateway: ApiGateway): void {
  gateway.on({ method: 'POST', path: '/im/v1/images', api: 'im.v1.image.create' }, (call) =>
    uploadImage(platform, call),
  );
  gateway.on({ method: 'POST', path: '/im/v1/files', api: 'im.v1.file.create' }, (call) => uploadFile(platform, call));
  gateway.on({ method: 'GET', path: '/im/v1/images/:key', api: 'im.v1.image.get' }, (call) =>
    download(platform.state.media.get(call.params.key ?? '')),
  );
  gateway.on({ method: 'GET', path: '/im/v1/files/:key', api: 'im.v1.file.get' }, (call) =>
    download(platform.state.media.get(call.params.key ?? '')),
  );
  gateway.on(
    { method: 'GET', path: '/im/v1/messages/:message_id/resources/:key', api: 'im.v1.messageResource.get' },
    (call) => downloadFrom(platform, call),
  );
}

/** Keeps an upload under a fresh key; also used for what people attach. */
export function keepMedia(platform: Platform, upload: Omit<Media, 'key'>): Media {
  const media = { ...upload, key: newId(upload.type === 'image' ? 'img_v3_' : 'file_v3_') };
  platform.state.saveMedia(media);
  return media;
}

function uploadImage(platform: Platform, call: Call): Answer | Refusal {
  const image = readForm(call).get('image');
  if (image === undefined || image.bytes.length === 0) return refuse(234001, 'Invalid request param: image.');
  if (image.bytes.length > MAX_IMAGE_BYTES) return refuse(234006, 'The file size exceed the max value: 10 MB.');
  const base64 = image.bytes.toString('base64');
  const media = keepMedia(platform, { type: 'image', name: image.filename ?? 'image', base64 });
  return success({ image_key: media.key });
}

function uploadFile(platform: Platform, call: Call): Answer | Refusal {
  const form = readForm(call);
  const file = form.get('file');
  const name = form.get('file_name')?.bytes.toString('utf8') ?? '';
  if (file === undefined || name === '') return refuse(234001, 'Invalid request param: file, file_name.');
  if (file.bytes.length === 0) return refuse(234010, "File's size can't be 0.");
  if (file.bytes.length > MAX_FILE_BYTES) return refuse(234006, 'The file size exceed the max value: 30 MB.');
  const media = keepMedia(platform, { type: 'file', name, base64: file.bytes.toString('base64') });
  return success({ file_key: media.key });
}

function readForm(call: Call): ReturnType<typeof readMultipart> {
  const type = call.headers['content-type'];
  return readMultipart(typeof type === 'string' ? type : '', call.raw);
}

function downloadFrom(platform: Platform, call: Call): Answer | Refusal {
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const key = call.params.key ?? '';
  const { content, deleted } = found.message;
  const isAttached =
    isObject(content) &&
    (content.image_key === key || content.file_key === key || JSON.stringify(content).includes(`"${key}"`));
  if (deleted || !isAttached) return refuse(234003, 'File not in msg.');
  return download(platform.state.media.get(key));
}

function download(media: Media | undefined): Answer | Refusal {
  if (media === undefined) return refuse(234002, 'Unauthorized: no such key.');
  return {
    status: 200,
    body: Buffer.from(media.base64, 'base64'),
    headers: {
      'content-type': media.type === 'image' ? 'image/png' : 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(media.name)}`,
    },
  };
}
