'use client';

export { FailedArea as default } from '#components/frame/failed-area.tsx';
